"""Points in the demo centre: budgets and a catalogue from the beginning, gifts every other week, and what people had for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from seeds.centre import Centre
from seeds.learners import SHOWN, colleagues, login_of
from seeds.school import FIRST, Deed, Staff

_CATALOGUE = (
    ("mug", "gift", "定制马克杯", "Centre mug", "食堂旁边的前台领取", "From the front desk", 90, False, None),
    ("early_leave", "leave", "提前两小时下班", "Leave two hours early", "避开周一", "Any day but Monday", 120, True, 2),
    ("shift_pick", "shift_choice", "选一次班", "Choose a shift", "自己挑一天的班次", "One day, hours of your choice", 80, False, 3),
    ("book_card", "gift", "五十元购书卡", "Book token", "随工资发放", "Comes with your pay", 150, True, None),
    ("half_day", "leave", "半天调休假", "Half a day off", "与班组长商定日期", "Agree the day with your lead", 300, True, 1),
    ("course_seat", "training_seat", "外部培训名额", "Seat in an outside course", "任选一门公开课", "Any open course", 600, False, 1),
)  # fmt: skip
_STOCK = {"mug": 24, "early_leave": 40, "shift_pick": 40, "book_card": 12, "half_day": 20, "course_seat": 2}
_BUDGET = 3000
_PRIZES = 9000
"""What each site has for the winners of contests."""
_GIVING = (56, 42, 28, 14, 3)
"""Days before the present on which leads give."""
_AMOUNTS = (120, 60, 90, 150, 80)
_SAID = {
    "zh": ("连续三天主动留下清积压", "把新流程教给了两位新同事", "难缠的升级电话处理得很稳", "质检全优，录音可以当教材", "高峰时段替同组补位"),
    "en": (
        "Stayed three days to clear the backlog",
        "Taught the new process to two newcomers",
        "Kept calm in a hard escalation",
        "A call good enough to teach with",
        "Stood in for the team in the rush",
    ),
}  # fmt: skip
_HAD = ((40, 0, "mug"), (12, 0, "early_leave"), (2, 1, "mug"))
"""Days before the present, which colleague, and what for."""
_RECENT = 20
"""Days after which what somebody redeemed has been handed over."""
_LARGE = 260
"""More than a lead gives without a second person: it waits."""


class Rewarding:
    """See the module. Keys are the same however often a day is played, so nothing is given twice."""

    def __init__(self, centre: Centre, staff: Staff) -> None:
        self._as = staff
        self._people = {team: colleagues(centre, team) for team in SHOWN}
        self._sites = sorted({team.site.code for team in centre.teams})
        self._leads = {one.team: one.agent for one in centre.memberships if one.post == "lead" and one.ends is None}

    def deeds(self) -> Iterator[tuple[int, Deed]]:
        """By the number of days before the present."""
        yield FIRST, self._begin
        for turn, ago in enumerate(_GIVING):
            yield ago, self._give(turn)
        for ago, place, item in _HAD:
            yield ago, self._have(place, item, f"had-{ago:04d}", handed=ago > _RECENT)

    async def _begin(self, _: datetime) -> None:
        body: dict[str, Any]
        async with self._as("ops") as doors:
            for code, kind, zh, en, about_zh, about_en, price, payable, most in _CATALOGUE:
                body = {"kind": kind, "name": {"zh": zh, "en": en}, "about": {"zh": about_zh, "en": about_en}}
                body |= {"price": price, "payable": payable, "most": most}
                await doors.ask("PUT", f"/rewards/items/{code}", json=body)
                await doors.ask(
                    "POST", f"/rewards/items/{code}/stock", json={"key": f"begin-{code}", "amount": _STOCK[code]}
                )
            for team, people in self._people.items():
                words = "季度预算" if people[0].site.country == "cn" else "Budget of the quarter"
                body = {"key": f"begin-{team}", "kind": "team", "budget": team, "amount": _BUDGET, "words": words}
                await doors.ask("POST", "/rewards/allotments", json=body)

            for site in self._sites:
                body = {
                    "key": f"begin-site-{site}",
                    "kind": "site",
                    "budget": site,
                    "amount": _PRIZES,
                    "words": "竞赛奖励 · prizes",
                }
                await doors.ask("POST", "/rewards/allotments", json=body)

    def _give(self, turn: int) -> Deed:
        async def give(_: datetime) -> None:
            for team, people in self._people.items():
                said = _SAID["zh" if people[0].site.country == "cn" else "en"]
                # The first of the list every time, so that there is an account to look at; the others in turn.
                gifts = [(people[0], _AMOUNTS[turn]), (people[1 + turn % (len(people) - 1)], _AMOUNTS[-1 - turn])]
                if turn == len(_GIVING) - 1:
                    gifts.append((people[2 % len(people)], _LARGE))
                body: dict[str, Any]
                async with self._as(login_of(self._leads[team])) as doors:
                    for place, (who, amount) in enumerate(gifts):
                        body = {"key": f"turn-{turn}-{place}", "kind": "team", "budget": team, "to": who.code}
                        body |= {"amount": amount, "words": said[(turn + place) % len(said)]}
                        await doors.ask("POST", "/rewards/gifts", json=body, taken=("rewards_cap_to_one",))

        return give

    def _have(self, place: int, item: str, key: str, *, handed: bool) -> Deed:
        async def have(_: datetime) -> None:
            made = []
            for people in self._people.values():
                async with self._as(login_of(people[place].code)) as doors:
                    body = {"key": key, "item": item}
                    # A short past may have given too little.
                    made.append(
                        await doors.ask("POST", "/rewards/redemptions", json=body, taken=("rewards_points_short",))
                    )
            if handed:
                async with self._as("ops") as doors:
                    for one in made:
                        if one is not None:
                            await doors.ask("POST", f"/rewards/requests/{one['id']}/handed")

        return have
