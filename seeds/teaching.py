"""Courses, practice, an exam and needs surveys of the demo centre, as trainers, leads and learners enter them."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from seeds import lessons
from seeds.career import chance_of
from seeds.centre import Centre, Person
from seeds.doors import Doors
from seeds.learners import SHOWN, colleagues, login_of, newcomers
from seeds.school import FIRST, Deed, Staff, on_day
from server.errors import TAKEN

_CALM = "calm_on_the_line"
_EXAM = "service_basics"
_REFRESHER = "data_protection_refresher"
_DAYS_OPEN = 10
_NOT_THEN = ("exam_day_off", "exam_day_off_unknown")
TOGETHER = {"zh": "全组一起考", "en": "Taken together by the whole team"}
"""Why an exam is taken at the hour at which the past is poured."""
_PRACTISED = {
    "zh": ("与同事演练一通退款来电，先复述再给方案。", "演练延误投诉：客户两次打断，保持语速。"),
    "en": ("Played a refund call with a colleague: said it back before offering a way.", "Played a delayed order; stayed slow through two interruptions."),
}  # fmt: skip


class Teaching:
    """See the module."""

    def __init__(self, centre: Centre, staff: Staff) -> None:
        self._as = staff
        self._known = (centre.anchor - centre.first).days
        self._groups = [colleagues(centre, team) for team in SHOWN if any(one.code == team for one in centre.teams)]
        self._people = [one for group in self._groups for one in group]
        self._teams = [team for team in SHOWN if any(one.code == team for one in centre.teams)]
        self._newcomers = newcomers(centre)
        self._leads = [one.agent for one in centre.memberships if one.post != "member" and one.ends is None][:8]

    def deeds(self) -> Iterator[tuple[int, Deed]]:
        """By the number of days before the present."""
        yield FIRST, self._catalogue
        # In a shorter past the plans are there from its first day on.
        yield min(58, self._known), self._assign
        yield 53, self._workshop
        yield 49, self._practise
        yield 45, self._approve
        yield 24, self._ask_needs
        yield 18, self._answer_needs
        yield 13, self._examine
        yield 12, self._questions
        yield 6, self._close_needs
        yield 4, self._announce
        yield 2, self._hand_in

    async def _catalogue(self, at: datetime) -> None:
        async with self._as("trainer") as trainer:
            sheet = io.StringIO()
            written = csv.writer(sheet)
            written.writerow(lessons.QUESTION_COLUMNS)
            written.writerows(lessons.QUESTIONS)
            upload = {"file": ("questions.csv", sheet.getvalue().encode(), "text/csv")}
            taken = await trainer.ask("POST", "/questions/import", files=upload)
            if taken["errors"]:
                raise RuntimeError(f"questions were refused: {taken['errors'][0]}")
            for topic, name in lessons.QUESTION_TOPICS.items():
                await trainer.ask("PUT", f"/questions/topics/{topic}", json=name)
            # It is over once everybody has sat it.
            days, asked = max(self._known - 11, 1), {"service": 5, "product": 4, "privacy": 3}
            await self._set(trainer, _EXAM, ("服务基础测验", "Service basics"), at, days, asked)
            for course in lessons.COURSES:
                await trainer.ask("POST", "/courses", json=course, taken=("course_code_taken",))

    @staticmethod
    async def _set(
        trainer: Doors, code: str, title: tuple[str, str], at: datetime, days: int, parts: dict[str, int]
    ) -> None:
        """An exam of so many questions a topic, open from an instant on for so many days."""
        exam = {
            "code": code,
            "title": {"zh": title[0], "en": title[1]},
            "blueprint": {
                "parts": [{"topic": topic, "questions": number} for topic, number in parts.items()],
                "minutes": 20,
                "passes": "80",
            },
            "opens": at.isoformat(),
            "closes": (at + timedelta(days=days)).isoformat(),
        }
        await trainer.ask("POST", "/exams", json=exam, taken=(TAKEN,))

    async def _assign(self, at: datetime) -> None:
        async with self._as("trainer") as trainer:
            for course, days in ((_CALM, 68), ("data_protection", 70)):
                plan = {
                    "course": course,
                    "teams": self._teams,
                    "due": on_day(self._people[0].site, at, days).date().isoformat(),
                }
                await trainer.ask("POST", "/plans", json=plan)
            some = [one.code for group in self._groups for one in group[:4]]
            due = on_day(self._people[0].site, at, 55).date().isoformat()
            await trainer.ask("POST", "/plans", json={"course": "product_2_0", "agents": some, "due": due})
            for item, days, place in (
                ("calm-workshop", 4, "培训室 2 · Room 2"),
                ("calm-workshop", 64, "线上 · online"),
            ):
                await self._date(trainer, _CALM, item, at, days, place)
            await self._date(trainer, "service_recovery", "recovery-clinic", at, 66, "培训室 1 · Room 1")

    async def _date(self, trainer: Doors, course: str, item: str, at: datetime, days: int, place: str) -> None:
        starts = on_day(self._people[0].site, at, days, 14)
        session = {"starts": starts.isoformat(), "ends": (starts + timedelta(hours=2)).isoformat(), "place": place}
        await trainer.ask("POST", f"/courses/{course}/items/{item}/sessions", json=session)

    async def _workshop(self, at: datetime) -> None:
        """Who came; and the replay for the others."""
        async with self._as("trainer") as trainer:
            course = await trainer.ask("GET", f"/courses/{_CALM}")
            held = [one for item in course["items"] for one in item["sessions"] if one["starts"] <= _utc(at)]
            marks = {one.code: "absent" if n == 5 else "present" for n, one in enumerate(self._people)}
            for session in held[:1]:
                await trainer.ask("PUT", f"/courses/sessions/{session['id']}/attendance", json={"marks": marks})
                same = {name: session[name] for name in ("starts", "ends", "place")}
                replay = {**same, "replay": "https://learn.example.com/calm-workshop"}
                await trainer.ask("PUT", f"/courses/sessions/{session['id']}", json=replay)

    async def _practise(self, at: datetime) -> None:
        for n, person in enumerate(self._people):
            async with self._as(login_of(person.code)) as doors:
                await doors.ask("POST", f"/courses/{_CALM}/items/calm-film/seen")
                if n == 5:
                    await doors.ask("POST", f"/courses/{_CALM}/items/calm-workshop/seen", taken=("no_replay",))
                for words in _PRACTISED[_language(person)]:
                    await self._hands_in(doors, person, at, _CALM, "role_play", words)

    @staticmethod
    async def _hands_in(doors: Doors, person: Person, at: datetime, course: str, kind: str, words: str) -> None:
        title = {"zh": "演练记录", "en": "Practice notes"}[_language(person)]
        record = {"kind": kind, "title": title, "on": on_day(person.site, at, -1).date().isoformat(), "words": words}
        await doors.ask("POST", "/practice", json={**record, "course": course})

    async def _approve(self, _: datetime) -> None:
        """All but one, which goes back."""
        async with self._as("trainer") as trainer:
            waiting = (await trainer.ask("GET", "/practice/queue"))["items"]
            for n, one in enumerate(waiting):
                zh = one["agent"]["code"].startswith("CD")
                if n == len(waiting) - 1:
                    words = (
                        "请补充客户的原话和您的回应。"
                        if zh
                        else "Please add what the caller said and how you answered."
                    )
                    await trainer.ask("POST", f"/practice/{one['id']}/send-back", json={"words": words})
                else:
                    words = "复述得很到位。" if zh else "Well said back."
                    await trainer.ask("POST", f"/practice/{one['id']}/approve", json={"words": words})

    async def _examine(self, at: datetime) -> None:
        """Those of the shown teams sit their exam, and say what they think of the course they took."""
        for group in self._groups:
            day = on_day(group[0].site, at, 0).date().isoformat()
            async with self._as("trainer") as trainer:
                invited = {"agents": [one.code for one in group], "on": day, "any_time": TOGETHER[_language(group[0])]}
                await trainer.ask("POST", f"/exams/{_EXAM}/invitations", json=invited)
        for person in self._people:
            async with self._as(login_of(person.code)) as doors:
                await sit(doors, _EXAM, person, 0.9)
                stars = chance_of(person, "stars").choice((3, 4, 4, 5, 5))
                await doors.ask("POST", f"/courses/{_CALM}/feedback", json={"stars": stars})

    async def _questions(self, _: datetime) -> None:
        asked = {
            "agent": "客户一直不说重点，可以打断吗？",
            "agent.en": "May one cut in when a caller keeps going in circles?",
        }
        codes = {login_of(one.code) for one in self._people}
        for login, words in asked.items():
            if login in codes:
                async with self._as(login) as doors:
                    await doors.ask("POST", f"/courses/{_CALM}/questions", json={"item": "calm-film", "words": words})
        async with self._as("trainer") as trainer:
            found = (await trainer.ask("GET", f"/courses/{_CALM}/questions"))["items"]
            for one in found[:1]:
                words = "可以，先复述一句，再问一个封闭式问题。 Yes: say it back in one sentence, then ask a closed question."
                await trainer.ask("PUT", f"/courses/questions/{one['id']}", json={"words": words})

    async def _ask_needs(self, at: datetime) -> None:
        async with self._as("trainer") as trainer:
            await self._survey(trainer, ("全员培训需求调查", "What would you like to learn?"), at, 12, None)

    async def _survey(self, trainer: Doors, title: tuple[str, str], at: datetime, days: int, team: str | None) -> None:
        topics = [{"title": name, "course": course} for name, course in lessons.TOPICS]
        survey = {"title": {"zh": title[0], "en": title[1]}, "team": team, "topics": topics}
        await trainer.ask("POST", "/surveys", json={**survey, "closes": (at + timedelta(days=days)).isoformat()})

    async def _answer_needs(self, _: datetime) -> None:
        for n, code in enumerate(self._leads):
            async with self._as(login_of(code)) as doors:
                asked = (await doors.ask("GET", "/surveys"))["items"]
                if not asked:
                    return
                chosen = sorted({n % 3, (n * 2) % 5})
                wishes = lessons.WISHES["zh" if code.startswith("CD") else "en"]
                wish = wishes[n % len(wishes)] if n % 4 == 0 else ""
                await doors.ask("POST", f"/surveys/{asked[0]['id']}/answer", json={"topics": chosen, "wish": wish})

    async def _close_needs(self, at: datetime) -> None:
        """The first is over; one asks the team of the accounts on the list now, and what it needs is planned."""
        async with self._as("trainer") as trainer:
            for team in self._teams:
                title = ("班组微调查：下个月练什么", "Team survey: what to practise next month")
                await self._survey(trainer, title, at, 20, team)
        for login in ("lead", "lead.en")[: len(self._groups)]:
            async with self._as(login) as lead:
                some = [one.code for one in self._groups[("lead", "lead.en").index(login)][:3]]
                await lead.ask("POST", "/plans", json={"course": "service_recovery", "agents": some})

    async def _announce(self, at: datetime) -> None:
        """An exam that is still to come, for the same people and the newcomers."""
        async with self._as("trainer") as trainer:
            opens = on_day(self._people[0].site, at, 6, 8)
            await self._set(
                trainer,
                _REFRESHER,
                ("个人信息保护 · 复训", "Data protection refresher"),
                opens,
                _DAYS_OPEN,
                {"privacy": 5, "service": 3},
            )
            for person in [*self._people, *self._newcomers]:
                for days in range(_DAYS_OPEN):
                    day = (opens + timedelta(days=days)).date().isoformat()
                    wanted = {"agents": [person.code], "on": day}
                    # Everybody on the first day on which the own roster leaves time for it.
                    if await trainer.ask("POST", f"/exams/{_REFRESHER}/invitations", json=wanted, taken=_NOT_THEN):
                        break

    async def _hand_in(self, at: datetime) -> None:
        """What waits for approval today."""
        words = {"zh": "整理了本组三个核身要点。", "en": "Wrote down our three points of verifying a caller."}
        for group in self._groups:
            for person in group[:3]:
                async with self._as(login_of(person.code)) as doors:
                    await doors.ask("POST", "/courses/data_protection/items/privacy-rules/seen")
                    await self._hands_in(doors, person, at, "data_protection", "homework", words[_language(person)])


async def sit(doors: Doors, exam: str, person: Person, likely: float) -> None:
    """Open the paper, answer each question rightly with some likelihood, hand in."""
    seat = await doors.ask("POST", f"/exams/{exam}/sittings", json={})
    chance = chance_of(person, f"exam {exam}")
    answers = [_answer(one["code"], n, chance.random() < likely) for n, one in enumerate(seat["paper"], 1)]
    await doors.ask("PUT", f"/sittings/{seat['id']}/answers", json={"answers": answers})
    await doors.ask("POST", f"/sittings/{seat['id']}/submit")


def _answer(code: str, number: int, right: bool) -> dict[str, Any]:
    given = lessons.right_answer(code) if right else lessons.wrong_answer(code)
    return {"question": code, "answer": given, "number": number}


def _language(person: Person) -> str:
    return "zh" if person.site.country == "cn" else "en"


def _utc(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
