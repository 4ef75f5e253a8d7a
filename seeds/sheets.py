"""The centre as the files an administrator would import, one kind after the other."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from seeds.centre import DAY_STARTS, QUEUES, Centre
from seeds.shifts import Rota, calendars

ROSTER_DAYS_AHEAD = 35
"""Shifts are planned for so many days to come, a running month included."""


class Sheet(NamedTuple):
    """One file: its kind, its columns, its rows."""

    kind: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def sheets(centre: Centre) -> Iterator[Sheet]:
    """Everything about people except shifts, in the order in which one refers to the other."""
    sites = list({team.site.code: team.site for team in centre.teams}.values())
    yield Sheet(
        "sites",
        ("code", "name_zh", "name_en", "zone", "day_starts"),
        [(site.code, site.zh, site.en, site.zone.key, f"{DAY_STARTS:%H:%M}") for site in sites],
    )
    special = calendars(centre.anchor)
    yield Sheet(
        "calendar",
        ("site", "day", "kind", "name_zh", "name_en"),
        [(site.code, day.day, day.kind, day.zh, day.en) for site in sites for day in special[site.country]],
    )
    yield Sheet("queues", ("code", "name_zh", "name_en"), [(queue.code, queue.zh, queue.en) for queue in QUEUES])
    yield Sheet(
        "teams",
        ("code", "site", "name_zh", "name_en"),
        [(team.code, team.site.code, team.zh, team.en) for team in centre.teams],
    )
    yield Sheet(
        "agents",
        ("code", "site", "name_zh", "name_en", "hired", "left_on", "level", "level_since", "education"),
        [
            (
                one.code,
                one.site.code,
                one.zh,
                one.en,
                one.hired,
                one.left or "",
                one.level,
                one.level_since,
                one.education,
            )
            for one in centre.people
        ],
    )
    yield from _dated(centre)


def _dated(centre: Centre) -> Iterator[Sheet]:
    yield Sheet(
        "employment",
        ("agent", "starts", "ends", "fte", "contract", "producing"),
        [
            (span.agent, span.starts, span.ends or "", span.fte, span.contract, "yes" if span.producing else "no")
            for span in centre.employments
        ],
    )
    yield Sheet(
        "memberships",
        ("agent", "team", "starts", "ends", "post"),
        [
            (span.agent, span.team, span.starts.isoformat(), span.ends.isoformat() if span.ends else "", span.post)
            for span in centre.memberships
        ],
    )
    yield Sheet(
        "leave",
        ("agent", "starts", "ends", "part", "kind"),
        [(leave.agent, leave.starts, leave.ends, leave.part, leave.kind) for leave in centre.leaves],
    )
    yield Sheet(
        "skills",
        ("agent", "queue", "since"),
        [(person.code, queue, person.level_since) for person in centre.people for queue in person.queues],
    )


def shifts(centre: Centre, rota: Rota, first: date, last: date) -> Sheet:
    """Everybody's shifts from `first` to `last`, both included, at wall-clock times."""
    zones = {person.code: person.site.zone for person in centre.people}
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    rows: list[tuple[object, ...]] = [
        (
            shift.agent,
            shift.day,
            f"{shift.starts.astimezone(zones[shift.agent]):%H:%M}",
            f"{shift.ends.astimezone(zones[shift.agent]):%H:%M}",
        )
        for day in days
        for shift in rota.shifts(day)
    ]
    return Sheet("roster", ("agent", "day", "starts", "ends"), rows)
