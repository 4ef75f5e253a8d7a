"""Who in the demo centre goes to school: newcomers of a class, those of one that is over, and colleagues who take courses."""

from datetime import timedelta

from seeds.accounts import SIGN_INS
from seeds.centre import Centre, Person

SHOWN = ("T01", "T13")
"""The teams whose leads stand on the list of accounts; one a site."""
BEGAN = 20
"""Days before the present on which the class that is under way began."""
OVER = 44
"""Days before the present on which the class that is over began."""
_IN_CLASS, _COLLEAGUES = 6, 6


def newcomers(centre: Centre) -> list[Person]:
    """Chengdu's class: the newest of those who were there when it began."""
    return _hired(centre, "CD", BEGAN)[:_IN_CLASS]


def graduates(centre: Centre) -> list[Person]:
    """Berlin's class of the time before."""
    return _hired(centre, "BE", OVER)[:_IN_CLASS]


def colleagues(centre: Centre, team: str) -> list[Person]:
    """Some who have been in a team for long, those on the list of accounts among them."""
    held = [one for one in centre.memberships if one.team == team and one.ends is None and one.post == "member"]
    people = {one.code: one for one in centre.people}
    since = centre.anchor - timedelta(days=120)
    found = [people[one.agent] for one in held if people[one.agent].hired < since]
    return sorted(found, key=lambda one: one.code)[:_COLLEAGUES]


def learners(centre: Centre) -> list[Person]:
    """Everybody who needs an account to learn, each once."""
    found = [*newcomers(centre), *graduates(centre), *(one for team in SHOWN for one in colleagues(centre, team))]
    return list({one.code: one for one in found}.values())


def login_of(code: str) -> str:
    """What an agent signs in with: the name on the list, or the code in small letters."""
    return next((one.login for one in SIGN_INS if one.agent == code), code.lower())


def _hired(centre: Centre, site: str, ago: int) -> list[Person]:
    """Newcomers of a site who were there so many days ago, the newest first."""
    day = centre.anchor - timedelta(days=ago)
    found = [
        one for one in centre.people if one.contract == "fixed-term" and one.site.code == site and one.left is None
    ]
    return sorted((one for one in found if one.hired <= day), key=lambda one: (one.hired, one.code), reverse=True)
