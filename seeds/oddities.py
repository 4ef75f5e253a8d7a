"""Short calls and transfers of everybody's weeks, and the few people whose last whole week looks odd, so that somebody has to ask.

One hangs up, one passes on what is hard: both believable, and both may have a good reason. What the reviewer is told is for
the demo's visitors to find out.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from seeds.accounts import SIGN_INS
from seeds.centre import Centre

SHORT, PASSED_ON = 0.02, 0.06
"""Of a hundred calls two end within seconds, and six are passed on to somebody else."""
_ODDLY_OFTEN = {"short_calls": 0.17, "transfers": 0.24}
_TENURED = timedelta(days=200)


def odd_people(centre: Centre) -> Mapping[str, str]:
    """By agent the figure that is odd in the last whole week before the anchor: one of each site, both long there, and neither
    somebody whom a demo account belongs to."""
    found: dict[str, str] = {}
    known = {sign_in.agent for sign_in in SIGN_INS}
    for site, metric in zip(dict.fromkeys(team.site.code for team in centre.teams), _ODDLY_OFTEN, strict=False):
        candidates = (
            one.code
            for one in centre.people
            if one.site.code == site
            and (one.post, one.fte, one.left) == ("member", 1.0, None)
            and centre.anchor - one.hired > _TENURED
            and one.code not in known
        )
        chosen = next(candidates, None)
        if chosen is not None:
            found[chosen] = metric
    return found


def oddities(centre: Centre, odd: Mapping[str, str], agent: str, day: date, calls: int) -> Iterator[tuple[str, int]]:
    """How many of a week's calls were very short, and how many were passed on; the usual shares, scattered. `day` is the one
    on which the week is reported."""
    chance = Random(f"ended {agent} {day}")
    monday = centre.anchor - timedelta(days=centre.anchor.weekday() + 7)
    in_the_week = monday <= day < monday + timedelta(days=7)
    for metric, share in (("short_calls", SHORT), ("transfers", PASSED_ON)):
        often = _ODDLY_OFTEN[metric] if in_the_week and odd.get(agent) == metric else share
        mean = calls * often
        yield metric, min(calls, max(0, round(chance.gauss(mean, 0.7 * mean**0.5))))
