"""Which contests the demo centre plays: series that began with its first day, and a sprint for today."""

from datetime import date, timedelta
from typing import Any

from seeds.centre import Centre
from seeds.doors import Doors


def first_days(first: date, last: date) -> dict[str, date]:
    """Where series begin: with the first week and month that are wholly within the facts, or with the first day."""
    monday = first + timedelta(days=-first.weekday() % 7)
    next_month = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    month = first if first.day == 1 else next_month
    return {"weekly": monday, "monthly": month if month <= last else first}


async def start_series(doors: Doors, centre: Centre) -> None:
    """A weekly and a monthly series among the teams of each site; what is there already stays."""
    starts = first_days(centre.first, centre.anchor)
    running = (await doors.ask("GET", "/series?limit=200"))["items"]
    known = {(series["site"]["code"], series["cadence"]) for series in running}
    for site in {team.site.code: team.site for team in centre.teams}.values():
        for cadence, template, zh, en in _SERIES:
            if (site.code, cadence) in known:
                continue
            wanted: dict[str, Any] = {
                "template": template,
                "site": site.code,
                "cadence": cadence,
                "title": {"zh": f"{site.zh[:2]}{zh}", "en": f"{site.en.split()[0]} {en}"},
                "starts_on": starts[cadence].isoformat(),
                "all": True,
            }
            await doors.ask("POST", "/series", json=wanted)


_SERIES = (
    ("weekly", "weekly_service", "服务之星周赛", "weekly service race"),
    ("monthly", "monthly_scorecard", "月度班组争霸", "team of the month"),
)
