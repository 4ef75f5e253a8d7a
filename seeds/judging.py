"""Quality in the demo centre: calls judged on three forms, a sampling plan, disputes, calibration, cases, a benchmark pack."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from career.quality.shipped import FORMS
from seeds.centre import Centre, Person
from seeds.doors import Doors
from seeds.learners import SHOWN, colleagues, login_of
from seeds.remarks import remark
from seeds.school import FIRST, Deed, Staff, on_day

_ANALYSTS = {"CD": "analyst", "BE": "analyst.en"}
_SESSIONS = (5, 10, 15, 20, 25, 30)
"""Days of the month on which the analysts work through their samples."""
_WEAK = {
    "record": 0.2,
    "answer": 0.12,
    "need": 0.1,
    "ownership": 0.14,
    "listening": 0.08,
    "closing": 0.2,
    "script": 0.15,
}
"""How often a line loses marks; the others rarely do."""
_CASES = (
    ("CD", "model", "三句话让客户慢下来", "先复述感受，再确认事实，最后给出下一步。客户的语速在一分钟内降了下来。", ["倾听", "安抚"]),
    ("BE", "model", "A refund without a second call", "Names the amount, the day and what to do if it is late; the caller had nothing left to ask.", ["clear answer", "ownership"]),
    ("CD", "lesson", "漏了核身的一步", "客户报了姓名就直接办理。练习：四步核身，一步不省。", ["核身", "合规"]),
    ("BE", "lesson", "Two transfers too many", "The third colleague could answer at once. Practise: look it up before transferring.", ["transfer", "knowledge"]),
)  # fmt: skip
_PACK = {
    "source": "Contact Centre Survey (invented)",
    "figures": [
        ("csat", "%", "surveys_satisfied/surveys_answered", "78", "84", "89"),
        ("fcr", "%", "solved_first_contact/contacts", "68", "74", "80"),
        ("adherence", "%", "minutes_in_adherence/minutes_scheduled", "90", "93", "96"),
        ("qa", "points", "score/calls_judged", "82", "87", "92"),
        ("service_level", "%", "answered_within_30s/offered", "75", "82", "88"),
    ],
}
_COUNTS = {
    "csat": "surveys_satisfied/surveys_answered",
    "fcr": "solved_first_contact/contacts",
    "adherence": "minutes_in_adherence/minutes_scheduled",
    "service_level": "answered_within_20s/offered",
}


class Judging:
    """See the module."""

    def __init__(self, centre: Centre, staff: Staff) -> None:
        self._as = staff
        self._chance = Random(f"judging {centre.anchor}")
        self._people = {one.code: one for one in centre.people}
        self._day = centre.anchor.day
        self._sites = sorted({team.site.code for team in centre.teams})
        self._shown = {team.site.code: colleagues(centre, team.code) for team in centre.teams if team.code in SHOWN}
        self._call = 0

    def deeds(self) -> Iterator[tuple[int, Deed]]:
        """By the number of days before the present."""
        yield FIRST, self._benchmarks
        yield from ((ago, self._judge) for ago in (41, 33, 22, 11, 4, 1))
        yield self._day - 1, self._plan("BE", 0)
        yield 0, self._plan("CD", 1)
        yield from ((self._day - one, self._samples) for one in _SESSIONS if one <= self._day)
        yield 16, self._keep_cases
        yield 12, self._practise
        yield 10, self._dispute("BE")
        yield 9, self._answer
        yield 7, self._calibrate
        yield 3, self._withdraw
        yield 3, self._dispute("CD")
        yield 0, self._draft

    async def _benchmarks(self, at: datetime) -> None:
        async with self._as("ops") as ops:
            figures = [
                {
                    "definition": {
                        "metric": metric,
                        "unit": unit,
                        "combine": "mean",
                        "good": "higher",
                        "counts": counts,
                    },
                    "quarter": first,
                    "median": median,
                    "three_quarters": third,
                }
                for metric, unit, counts, first, median, third in _PACK["figures"]
            ]
            pack = {"source": _PACK["source"], "year": at.year - 1, "figures": figures}
            await ops.ask("POST", "/benchmark-packs", json=pack, taken=("pack_there",))
            for metric, counts in _COUNTS.items():
                await ops.ask("PUT", f"/benchmark-packs/counts/{metric}", json={"counts": counts})

    async def _judge(self, at: datetime) -> None:
        """Some calls of the shown teams, on one form after the other."""
        for site, people in self._shown.items():
            async with self._as(_ANALYSTS[site]) as analyst:
                for n, person in enumerate(people):
                    form = FORMS[(n + at.day) % 3] if n % 2 else FORMS[0]
                    called = on_day(person.site, at, -2, 9 + n) + timedelta(minutes=self._chance.randrange(60))
                    await analyst.ask("POST", "/qa/evaluations", json=self._judged(person, form.code, called))

    def _judged(self, person: Person, form: str, at: datetime, **more: Any) -> dict[str, Any]:
        self._call += 1
        lines = next(one for one in FORMS if one.code == form).items
        marks = {}
        for line in lines:
            often = 0.01 if line.critical else _WEAK.get(line.code, 0.05) - 0.02 * person.talent
            steps = line.marks
            marks[line.code] = (
                self._chance.choice(steps[len(steps) // 2 : -1] or steps[:1]) if self._chance.random() < often else "1"
            )
        return {
            "agent": person.code,
            "form": form,
            "version": 1,
            "call": f"{person.site.code}-{at:%m%d}-{4000 + self._call}",
            "recording": f"rec/{at:%Y%m%d}/{4000 + self._call}",
            "at": at.isoformat(),
            "queue": person.queues[0],
            "marks": marks,
            "comment": remark(lines, marks, "zh" if person.site.country == "cn" else "en", self._chance),
            **more,
        }

    def _plan(self, site: str, months: int) -> Deed:
        """A plan for a site's month, so many months from now: this one in Berlin, shared by both analysts, the next in Chengdu."""

        async def planned(at: datetime) -> None:
            if site in self._sites:
                first = on_day(self._of(site).site, at, 0).date().replace(day=1)
                month = (first + timedelta(days=32 * months)).strftime("%Y-%m")
                async with self._as("ops") as ops:
                    await ops.ask(
                        "POST", "/qa/plans", json={"site": site, "month": month}, taken=("sampling_plan_there",)
                    )

        return planned

    async def _samples(self, at: datetime) -> None:
        """Each analyst works through what is due, up to the day before yesterday."""
        for login in _ANALYSTS.values():
            async with self._as(login) as analyst:
                for one in (await analyst.ask("GET", "/qa/samples"))["items"]:
                    person = self._people[one["agent"]]
                    until = on_day(person.site, at, -2).date().isoformat()
                    if one["evaluation"] is None and one["day"] <= until:
                        called = datetime.fromisoformat(f"{one['day']}T11:00:00").replace(tzinfo=person.site.zone)
                        given = self._judged(person, "standard", called, sample=one["id"])
                        await analyst.ask("POST", "/qa/evaluations", json=given)

    async def _keep_cases(self, _: datetime) -> None:
        for site, kind, title, summary, tags in _CASES:
            if site not in self._shown:
                continue
            async with self._as(_ANALYSTS[site]) as analyst:
                person = self._shown[site][1 if kind == "model" else 3]
                case = {"title": title, "summary": summary, "kind": kind, "tags": tags, "agent": person.code}
                ground = {"consent": True} if kind == "model" else {"anonymised": True}
                await analyst.ask("POST", "/qa/cases", json={**case, **ground, "recording": f"rec/{kind}-{site}"})

    async def _practise(self, _: datetime) -> None:
        """The leads give a case to their teams."""
        for site, login, team in (("CD", "lead", "T01"), ("BE", "lead.en", "T13")):
            if site not in self._shown:
                continue
            async with self._as(login) as lead:
                found = (await lead.ask("GET", "/qa/cases?kind=model"))["items"]
                own = [one for one in found if (one["giver"] or {"code": ""})["code"].startswith(site)]
                for one in own[:1]:
                    await lead.ask("POST", f"/qa/cases/{one['id']}/practice", json={"kind": "role_play", "team": team})

    def _dispute(self, site: str) -> Deed:
        reason = {
            "CD": "工单我在通话后两分钟内补记了，系统里能查到。",
            "BE": "The record was completed two minutes after the call; it stands in the case tool.",
        }[site]

        async def disputed(at: datetime) -> None:
            since = (at - timedelta(days=5)).date().isoformat()
            for person in self._shown.get(site, [])[:4]:
                async with self._as(login_of(person.code)) as agent:
                    found = (await agent.ask("GET", "/qa/evaluations"))["items"]
                    fresh = [one for one in found if one["judged_on"] > since and not one["withdrawn"]]
                    lost = [one for one in fresh if one["score"] != "100"]
                    if lost:
                        await agent.ask("POST", f"/qa/evaluations/{lost[0]['id']}/dispute", json={"reason": reason})
                        return

        return disputed

    async def _answer(self, _: datetime) -> None:
        async with self._as("ops.en") as ops:
            for one in (await ops.ask("GET", "/qa/evaluations?dispute=open"))["items"]:
                whole = await ops.ask("GET", f"/qa/evaluations/{one['id']}")
                marks = dict.fromkeys(whole["revisions"][-1]["marks"], "1")
                answer = {"answer": "Right: the record is there. Marked anew, thank you for saying so.", "marks": marks}
                await ops.ask("POST", f"/qa/evaluations/{one['id']}/answer", json=answer)

    async def _calibrate(self, at: datetime) -> None:
        """One session that is over and one that goes on."""
        best = {line.code: "1" for line in FORMS[0].items}
        given = ({**best, "listening": "0.5"}, {**best, "listening": "0.5", "record": "0.5"})
        async with self._as("ops") as ops, self._as("analyst") as one, self._as("analyst.en") as other:
            for title, over in (
                ("退款来电：何谓“解答完整” · What is a complete answer?", True),
                ("投诉来电的倾听 · Listening to a complaint", False),
            ):
                opened = {
                    "title": title,
                    "form": "standard",
                    "call": f"K-{at:%m%d}-{int(over)}",
                    "recording": "rec/calibration",
                }
                session = (await ops.ask("POST", "/qa/calibrations", json=opened))["session"]["id"]
                await self._gives(one, session, given[0])
                if over:
                    await self._gives(other, session, given[1])
                    agreed = {
                        "marks": given[0],
                        "note": "工单晚补两分钟不扣分。 A record two minutes late loses nothing.",
                    }
                    await ops.ask("POST", f"/qa/calibrations/{session}/close", json=agreed)

    @staticmethod
    async def _gives(analyst: Doors, session: int, marks: dict[str, str]) -> None:
        await analyst.ask("POST", f"/qa/calibrations/{session}/marks", json={"marks": marks})

    async def _withdraw(self, _: datetime) -> None:
        """The wrong call was judged once."""
        for site, people in list(self._shown.items())[:1]:
            async with self._as(_ANALYSTS[site]) as analyst:
                found = (await analyst.ask("GET", f"/qa/evaluations?agent={people[2].code}"))["items"]
                for one in found[:1]:
                    reason = {"reason": "评错了通话：录音是转接前的一段。"}
                    await analyst.ask("POST", f"/qa/evaluations/{one['id']}/withdraw", json=reason)

    async def _draft(self, _: datetime) -> None:
        """The next version of the standard form is being written."""
        async with self._as("ops") as ops:
            await ops.ask("POST", "/qa/forms", json={"code": "standard"}, taken=("form_draft_there",))

    def _of(self, site: str) -> Person:
        return next(one for one in self._people.values() if one.site.code == site)
