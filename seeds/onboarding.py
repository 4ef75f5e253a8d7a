"""Two classes of newcomers: one half-way through its stages in Chengdu, one in Berlin that is over."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from seeds.career import chance_of
from seeds.centre import Centre, Person
from seeds.doors import Doors
from seeds.learners import BEGAN, OVER, graduates, login_of, newcomers
from seeds.school import FIRST, Deed, Staff, on_day
from seeds.teaching import TOGETHER, sit
from server.errors import TAKEN

_QUIZZES = (
    ("newcomers_quiz_1", "新人周测 1", "Newcomers' quiz 1"),
    ("newcomers_quiz_2", "新人周测 2", "Newcomers' quiz 2"),
)
_LIKELY = (0.95, 0.9, 0.35, 0.92, 0.88, 0.97)
"""How well the newcomers know it; one of them is offered help after two failures."""
_HELPED = 0.5
_LOG = (
    ("跟听八通，能说出流程的每一步。", ("熟悉工单系统的查询入口",)),
    ("旁听投诉来电，记录了三种安抚说法。", ()),
    ("模拟接听两轮，核身还会漏问。", ("核身四步再练五次",)),
    ("语速平稳了，开场白自然。", ()),
    ("知识库检索比上周快，退款流程已掌握。", ()),
)
_LOG_EN = (
    ("Listened in on nine calls; can name every step.", ("Find one's way in the case tool",)),
    ("Answered beside me for two hours, calm throughout.", ()),
    ("Alone on billing, asked twice. Ready for the test calls.", ()),
)


class Onboarding:
    """See the module."""

    def __init__(self, centre: Centre, staff: Staff) -> None:
        self._as = staff
        self._known = (centre.anchor - centre.first).days
        self._new = newcomers(centre)
        self._failing = {one.code for one, likely in zip(self._new, _LIKELY, strict=False) if likely < _HELPED}
        self._over = graduates(centre)

    def deeds(self) -> Iterator[tuple[int, Deed]]:
        """By the number of days before the present."""
        yield FIRST, self._quizzes
        if self._over:
            yield OVER, self._open_berlin
            yield 40, self._log_berlin
            yield 36, self._pass_berlin("study")
            yield 28, self._pass_berlin("shadowing")
            yield 21, self._pass_berlin("reverse_shadowing")
            yield 20, self._repeat_berlin
            yield 18, self._pass_berlin("reverse_shadowing")
            yield 14, self._test_calls
            yield 12, self._pass_berlin("test_calls")
            yield 10, self._close_berlin
        if self._new:
            yield BEGAN, self._open
            yield from ((ago, self._attend) for ago in (19, 16, 12, 9, 5, 2))
            yield from ((ago, self._log) for ago in (18, 15, 11, 7, 3))
            yield 14, self._quiz(0)
            yield 6, self._quiz(1)
            yield 10, self._settle_log
            yield 9, self._first_gate
            yield 8, self._confirm
            yield 4, self._talks
            yield 1, self._second_gate

    async def _quizzes(self, at: datetime) -> None:
        async with self._as("trainer") as trainer:
            for (code, zh, en), over in zip(_QUIZZES, (13, 5), strict=True):
                exam = {
                    "code": code,
                    "title": {"zh": zh, "en": en},
                    "blueprint": {
                        "parts": [{"topic": "service", "questions": 5}, {"topic": "product", "questions": 4}],
                        "minutes": 15,
                        "passes": "70",
                    },
                    "opens": at.isoformat(),
                    "closes": (at + timedelta(days=max(self._known - over, 1))).isoformat(),
                }
                await trainer.ask("POST", "/exams", json=exam, taken=(TAKEN,))

    async def _open(self, at: datetime) -> None:
        await self._begin("trainer", self._new, at, ("CD-NEW", "成都新人班", "Chengdu newcomers"), "CD002")

    async def _open_berlin(self, at: datetime) -> None:
        await self._begin("trainer.en", self._over, at, ("BE-NEW", "柏林新人班", "Berlin newcomers"), "BE002")

    async def _begin(
        self, teacher: str, people: list[Person], at: datetime, name: tuple[str, str, str], mentor: str
    ) -> None:
        site = people[0].site
        day = on_day(site, at, 0).date()
        async with self._as(teacher) as doors:
            me = (await doors.ask("GET", "/session"))["account"]["id"]
            opened = {
                "code": f"{name[0]}-{day:%Y%m}",
                "name": {"zh": f"{name[1]} {day:%Y-%m}", "en": f"{name[2]} {day:%Y-%m}"},
                "site": site.code,
                "teacher": me,
                "starts": day.isoformat(),
                "queues": ["billing", "orders"],
                "weeks": [1, 2, 1, 1],
            }
            board = await doors.ask("POST", "/classes", json=opened, taken=(TAKEN,))
            if board is not None:
                joining = {"agents": [one.code for one in people], "mentor": mentor}
                await doors.ask("POST", f"/classes/{board['its']['id']}/trainees", json=joining)

    @asynccontextmanager
    async def _class(self, login: str, site: str) -> AsyncIterator[tuple[Doors, dict[str, Any]]]:
        """The doors of somebody who keeps the class of a site, and its board."""
        async with self._as(login) as doors:
            found = [one for one in await doors.ask("GET", "/classes") if one["site"]["code"] == site]
            yield doors, await doors.ask("GET", f"/classes/{found[0]['id']}") if found else {"trainees": []}

    async def _attend(self, at: datetime) -> None:
        """A class day: somebody was away once."""
        async with self._class("trainer", "CD") as (doors, board):
            if not board["trainees"]:
                return
            day = on_day(self._new[0].site, at, -1).date()
            path = f"/classes/{board['its']['id']}/days"
            planned = {"day": day.isoformat(), "at": "09:00:00", "hours": "6", "title": "集中授课 Classroom"}
            await doors.ask("POST", path, json=planned, taken=("class_day_there",))
            sheet = await doors.ask("GET", path)
            held = next(one for one in sheet["days"] if one["day"] == day.isoformat())
            marks = [
                {"trainee": one["id"], "mark": "absent" if (n + day.day) % 11 == 0 else "present"}
                for n, one in enumerate(sheet["trainees"])
                if one["joined_on"] <= day.isoformat()
            ]
            await doors.ask("PUT", f"/classes/days/{held['id']}/attendance", json=marks)

    async def _log(self, at: datetime) -> None:
        async with self._as("deputy") as mentor:
            for n, one in enumerate(await mentor.ask("GET", "/mentor-log")):
                words, items = _LOG[(at.toordinal() + n) % len(_LOG)]
                entry = {"trainee": one["trainee"]["id"], "words": words, "items": list(items)}
                await mentor.ask("POST", "/mentor-log", json=entry)

    async def _settle_log(self, _: datetime) -> None:
        async with self._as("deputy") as mentor:
            await self._settled(mentor, "复核通过，可以独立完成。")

    @staticmethod
    async def _settled(mentor: Doors, how: str, but: int = 0) -> None:
        """Everything that is open, but of the last so many trainees."""
        found = await mentor.ask("GET", "/mentor-log")
        for one in found[: len(found) - but]:
            for item in (item for day in one["log"] for item in day["items"] if item["closed_at"] is None):
                await mentor.ask("POST", f"/mentor-log/items/{item['id']}/settle", json={"how": how})

    def _quiz(self, number: int) -> Deed:
        async def held(at: datetime) -> None:
            code = _QUIZZES[number][0]
            day = on_day(self._new[0].site, at, 0).date().isoformat()
            async with self._as("trainer") as trainer:
                invited = {"agents": [one.code for one in self._new], "on": day, "any_time": TOGETHER["zh"]}
                await trainer.ask("POST", f"/exams/{code}/invitations", json=invited)
            for person, likely in zip(self._new, _LIKELY, strict=False):
                async with self._as(login_of(person.code)) as doors:
                    await sit(doors, code, person, likely)
                    if number == 1 and likely < _HELPED:
                        await doors.ask("PUT", "/care/offer", json={"answer": "talk"}, taken=("no_offer_stands",))

        return held

    async def _first_gate(self, _: datetime) -> None:
        """All pass but one, who is to repeat the stage; that waits for a second person."""
        async with self._class("trainer", "CD") as (doors, board):
            for one in board["trainees"]:
                held = one["agent"]["code"] in self._failing
                reason = "两次周测未过，核身步骤需要再练一周。" if held else "流程熟练，周测达标，可以跟听。"
                await self._decides(doors, one, "study", "hold" if held else "pass", reason)

    @staticmethod
    async def _decides(doors: Doors, trainee: dict[str, Any], stage: str, result: str, reason: str) -> None:
        gate = {"stage": stage, "result": result, "reason": reason}
        await doors.ask("POST", f"/trainees/{trainee['id']}/gates", json=gate, taken=("gate_open_items",))

    async def _confirm(self, _: datetime) -> None:
        async with self._as("hr") as hr:
            for one in await hr.ask("GET", "/trainees/approvals"):
                await hr.ask(
                    "POST", f"/trainees/gates/{one['gate']['id']}/confirm", json={"reason": "同意，请带教每日跟进。"}
                )

    async def _second_gate(self, _: datetime) -> None:
        """One passes early; for another a repeat is proposed and waits today. The rest have a few days to go."""
        async with self._as("deputy") as mentor:
            await self._settled(mentor, "已补练。", but=2)
        async with self._class("trainer", "CD") as (doors, board):
            ready = [one for one in board["trainees"] if one["stage"] == "shadowing"]
            for one in ready[:1]:
                await self._decides(doors, one, "shadowing", "pass", "跟听记录完整，可以开始实操。")
            for one in ready[3:4]:
                await self._decides(doors, one, "shadowing", "hold", "跟听次数不足，建议延长一周。")

    async def _talks(self, at: datetime) -> None:
        """Seen by the two alone."""
        day = on_day(self._new[0].site, at, 0).date().isoformat()
        async with self._as("trainer") as trainer:
            talk = {"agent": self._new[-1].code, "on": day, "body": "聊了聊这两周的节奏，约好每天留半小时自己复盘。"}
            await trainer.ask("POST", "/care/talks", json=talk)

    async def _log_berlin(self, at: datetime) -> None:
        async with self._as(login_of("BE002")) as mentor:
            for one in await mentor.ask("GET", "/mentor-log"):
                words, items = _LOG_EN[at.toordinal() % len(_LOG_EN)]
                entry = {"trainee": one["trainee"]["id"], "words": words, "items": list(items)}
                await mentor.ask("POST", "/mentor-log", json=entry)
            await self._settled(mentor, "Shown again and done alone.")

    def _pass_berlin(self, stage: str) -> Deed:
        """A gate for everybody who stands at it; at the third one somebody is to repeat the stage."""

        async def decided(_: datetime) -> None:
            async with self._class("trainer.en", "BE") as (doors, board):
                for n, one in enumerate(board["trainees"]):
                    if one["stage"] != stage:
                        continue
                    repeats = n == 0 and stage == "reverse_shadowing" and one["where"] == "under_way"
                    reason = "Needs more calls beside the mentor." if repeats else "As required; the mentor agrees."
                    await self._decides(doors, one, stage, "hold" if repeats else "pass", reason)

        return decided

    async def _repeat_berlin(self, _: datetime) -> None:
        async with self._as("hr.en") as hr:
            for one in await hr.ask("GET", "/trainees/approvals"):
                if one["trainee"]["code"].startswith("BE"):
                    path = f"/trainees/gates/{one['gate']['id']}/confirm"
                    await hr.ask("POST", path, json={"reason": "Agreed; one more week."})

    async def _test_calls(self, at: datetime) -> None:
        async with self._class("trainer.en", "BE") as (doors, board):
            for one in board["trainees"]:
                if one["stage"] != "test_calls":
                    continue
                person = next(person for person in self._over if person.code == one["agent"]["code"])
                for n in range(5):
                    score = min(max(87 + 3 * person.talent + chance_of(person, f"call {n}").gauss(0, 3), 62), 99)
                    call = {"score": f"{score:.1f}", "at": (at - timedelta(hours=20 - n)).isoformat(), "note": ""}
                    await doors.ask("POST", f"/trainees/{one['id']}/test-calls", json=call)

    async def _close_berlin(self, _: datetime) -> None:
        async with self._class("trainer.en", "BE") as (doors, board):
            if board["trainees"]:
                await doors.ask("POST", f"/classes/{board['its']['id']}/close", taken=("class_still_learning",))
