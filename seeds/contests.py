"""Which contests the demo centre plays: series that began with its first day, and a sprint that a lead launches today."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from seeds.centre import QUEUES, Centre
from seeds.doors import Doors

_CALLS_A_WEEK = "380"
"""What one FTE of this centre takes in a week; the shipped template's target is that of a quieter one."""

_SPRINT = "satisfaction_sprint"


class SeasonPlan(NamedTuple):
    """A season of one site, begun so many weeks ago: today it is well under way."""

    template: str
    site: str
    zh: str
    en: str
    weeks_ago: int


_SEASONS = (
    # Three weeks of groups, then playoffs: the last round of the groups is on.
    SeasonPlan("monthly_league", "CD", "成都月度联赛", "Chengdu monthly league", 2),
    # Eight teams: the quarter-finals are played, the semi-finals are on.
    SeasonPlan("team_cup", "BE", "柏林班组杯", "Berlin team cup", 1),
)


class Plan(NamedTuple):
    """One series. The heartbeat began with the first facts; what is `late` begins with the week or month of today."""

    cadence: dict[str, Any]
    template: str
    zh: str
    en: str
    sites: tuple[str, ...] = ("CD", "BE")
    late: bool = False
    prizes: tuple[dict[str, Any], ...] = ()


_FRIDAYS = {"kind": "hours", "begins": "14:00:00", "until": "17:00:00", "weekdays": [5]}
_PRIZES = ({"place": 1, "points": 20}, {"place": 1, "points": 60, "to": "budget"}, {"place": 2, "points": 10})
_PLANS = (
    Plan({"kind": "weekly"}, "weekly_service", "服务之星周赛", "weekly service race", prizes=_PRIZES),
    Plan({"kind": "weekly"}, "first_contact_king", "一次解决王", "first-contact king"),
    Plan({"kind": "monthly"}, "monthly_scorecard", "月度班组争霸", "team of the month"),
    Plan({"kind": "weekly", "every": 4}, "quality_arena", "质量擂台", "quality arena", ("CD",), late=True),
    Plan({"kind": "weekly", "every": 4}, "no_complaint_relay", "零投诉接力", "no-complaint relay", ("BE",), late=True),
    Plan(_FRIDAYS, "satisfaction_sprint", "周五满意度冲刺", "Friday satisfaction sprint", ("BE",), late=True),
)


def first_days(first: date, last: date) -> dict[str, date]:
    """Where series begin: with the first week and month that are wholly within the facts, or with the first day."""
    monday = first + timedelta(days=-first.weekday() % 7)
    next_month = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    month = first if first.day == 1 else next_month
    return {"weekly": monday, "monthly": month if month <= last else first}


async def set_bands(doors: Doors) -> None:
    """Say what a good handle time is in each queue: within 15 % of its median, worth nothing another 30 % away."""
    metric: dict[str, Any] = await doors.ask("GET", "/metrics/handle_time")
    metric.pop("code")
    metric["bands"] = {
        queue.code: {
            "low": f"{queue.median * 0.85:g}",
            "high": f"{queue.median * 1.15:g}",
            "tolerance": f"{queue.median * 0.3:g}",
        }
        for queue in QUEUES
    }
    await doors.ask("PUT", "/metrics/handle_time", json=metric)


async def start_series(doors: Doors, centre: Centre) -> None:
    """The series of each site, its teams or agents all taking part; what is there already stays."""
    starts = first_days(centre.first, centre.anchor)
    running = (await doors.ask("GET", "/series?limit=200"))["items"]
    known = {(series["site"]["code"], series["template"]) for series in running}
    late = first_days(centre.anchor - timedelta(days=centre.anchor.weekday()), centre.anchor)
    for site in {team.site.code: team.site for team in centre.teams}.values():
        for plan in _PLANS:
            if site.code not in plan.sites or (site.code, plan.template) in known:
                continue
            beat = "monthly" if plan.cadence["kind"] == "monthly" else "weekly"
            wanted: dict[str, Any] = {
                "template": plan.template,
                "site": site.code,
                "cadence": plan.cadence,
                "title": {"zh": f"{site.zh[:2]}{plan.zh}", "en": f"{site.en.split()[0]} {plan.en}"},
                "starts_on": (late if plan.late else starts)[beat].isoformat(),
                "all": True,
                "prizes": plan.prizes or None,
            }
            rules = await _rules(doors, plan.template)
            if rules is not None:
                wanted["rules"] = rules
            await doors.ask("POST", "/series", json=wanted)


async def launch_seasons(doors: Doors, centre: Centre) -> None:
    """A league and a cup that are half played today; what is there already stays."""
    known = {one["template"] for one in (await doors.ask("GET", "/contests?limit=200"))["items"]}
    for plan in _SEASONS:
        if plan.template in known:
            continue
        wanted: dict[str, Any] = {
            "template": plan.template,
            "site": plan.site,
            "period": {"kind": "week", "on": (centre.anchor - timedelta(weeks=plan.weeks_ago)).isoformat()},
            "title": {"zh": plan.zh, "en": plan.en},
            "all": True,
        }
        rules = await _rules(doors, plan.template)
        if rules is not None:
            wanted["rules"] = rules
        await doors.ask("POST", "/contests", json=wanted)


async def _rules(doors: Doors, template: str) -> dict[str, Any] | None:
    """The template's scoring with this centre's own volume; none where volume does not count, so the template is followed."""
    rules: dict[str, Any] = (await doors.ask("GET", f"/templates/{template}"))["rules"]
    scored = [term for term in rules["terms"] if term["metric"] == "calls"]
    for term in scored:
        term["target"] = _CALLS_A_WEEK
    return rules if scored else None


async def launch_sprint(lead: Doors, site: str, now: datetime) -> None:
    """A lead's own contest, from an approved template: who makes customers happiest today. Launched once."""
    running = (await lead.ask("GET", f"/contests?state=running&site={site}"))["items"]
    if any(contest["template"] == _SPRINT for contest in running):
        return
    begins = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    wanted: dict[str, Any] = {
        "template": _SPRINT,
        "site": site,
        "period": {"kind": "hours", "starts": begins.isoformat(), "ends": (begins + timedelta(hours=10)).isoformat()},
        "title": {"zh": "今日满意度冲刺", "en": "Satisfaction sprint of the day"},
        "all": True,
    }
    await lead.ask("POST", "/contests", json=wanted)
