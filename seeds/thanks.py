"""Thanks in the demo centre: every week somebody of the shown teams, and their lead, says who helped; now and then with a badge."""

from collections.abc import Iterator
from datetime import datetime

from seeds.centre import Centre
from seeds.learners import SHOWN, colleagues, login_of
from seeds.school import Deed, Staff

_DAYS = (55, 48, 41, 34, 27, 20, 13, 6, 2, 0)
_ASSISTS = (1, 4, 7)
"""Weeks in which the lead gives a badge for it."""
_NOT_NOW = (
    "badge_same_person_again",
    "badge_cap_reached",
    "badge_season_full",
    "badge_not_your_people",
    "badge_not_a_colleague",
)
"""What a pouring that was broken off, or a colleague who has just moved, may be answered."""
_HELPED = {
    "zh": "高峰时段主动分担同事的排队来电，还把经验写进了组里的小抄。",
    "en": "Took over a colleague's waiting calls at the peak and wrote down for the team how.",
}
_SAID = {
    "zh": (
        ("standing_in", "临下班替我接了一通升级电话，救了急。"),
        ("sharing", "把退款流程的要点整理好发给了全组。"),
        ("patience", "陪我听了三遍录音，一句一句讲。"),
        ("teamwork", ""),
        ("cheer", "高峰时一句玩笑，大家都缓过来了。"),
        ("customer_first", "下班前还记得给客户回访。"),
    ),
    "en": (
        ("standing_in", "Took my escalation at the end of the shift."),
        ("sharing", "Wrote the refund steps down for all of us."),
        ("patience", "Listened to three recordings with me, line by line."),
        ("teamwork", ""),
        ("cheer", "One joke in the rush, and everybody breathed again."),
        ("customer_first", "Remembered the call back before going home."),
    ),
}  # fmt: skip


class Thanking:
    """See the module."""

    def __init__(self, centre: Centre, staff: Staff) -> None:
        self._as = staff
        self._people = {team: colleagues(centre, team) for team in SHOWN}
        self._leads = {one.team: one.agent for one in centre.memberships if one.post == "lead" and one.ends is None}

    def deeds(self) -> Iterator[tuple[int, Deed]]:
        """By the number of days before the present."""
        for week, ago in enumerate(_DAYS):
            yield ago, self._week(week)

    def _week(self, week: int) -> Deed:
        async def thank(_: datetime) -> None:
            for team, people in self._people.items():
                said = _SAID["zh" if people[0].site.country == "cn" else "en"]
                # Round the team in one direction, so that nobody thanks straight back.
                pairs = (
                    (people[week % len(people)].code, people[(week + 1) % len(people)].code),
                    (self._leads[team], people[(week + 3) % len(people)].code),
                )
                for place, (giver, receiver) in enumerate(pairs):
                    value, words = said[(week + 2 * place) % len(said)]
                    async with self._as(login_of(giver)) as doors:
                        body = {"to": receiver, "value": value, "words": words}
                        await doors.ask("POST", "/kudos", json=body, taken=("kudos_cap_reached",))
                if week in _ASSISTS:
                    async with self._as(login_of(self._leads[team])) as doors:
                        reason = _HELPED["zh" if people[0].site.country == "cn" else "en"]
                        body = {"agent": people[(week + 1) % len(people)].code, "reason": reason}
                        await doors.ask("POST", "/badges/assist/grants", json=body, taken=_NOT_NOW)

        return thank
