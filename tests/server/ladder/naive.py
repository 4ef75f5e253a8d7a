"""Evidence of one person, worked out the slow way from plain tables: one agent, one day, one fact at a time."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from career.evidence import Evidence, LevelHeld, MonthFacts, PostHeld, Sample
from career.months import Leave, first_day, last_complete, month_of, worked_half_days


async def evidence_of(
    sql: Any, code: str, as_of: date, metrics: list[str], months: int, accepted_before: datetime | None = None
) -> Evidence:
    """What `gather` should say of the months, level history, skills and posts of one agent."""
    agent = await sql.fetchrow(
        "SELECT a.*, s.zone, s.day_starts FROM agent a JOIN site s ON s.id = a.site_id WHERE a.code = $1", code
    )
    last = last_complete(as_of)
    first = max(last - months + 1, month_of(agent["hired"]))
    half_days, known = await _half_days(sql, agent, first, last)
    samples = await _samples(sql, agent, metrics, accepted_before)
    cards = {
        row["month"]: row
        for row in await sql.fetch(
            "SELECT * FROM scorecard WHERE tier = 'agent' AND subject_id = $1 ORDER BY revision", agent["id"]
        )
        if accepted_before is None or row["published_at"] < accepted_before
    }
    found = {}
    for month in range(first, last + 1):
        card = cards.get(month)
        unknown = card is not None and card["carried_over"] and month not in known
        found[month] = MonthFacts(
            card["half_days"] if unknown and card else half_days.get(month, 0),
            card["score"] if card else None,
            samples.get(month, {}),
            bool(card and card["carried_over"]),
        )
    levels, skills, posts = await _stated(sql, agent)
    return Evidence(f"agent:{code}", agent["hired"], levels, months=found, skills=skills, posts=posts)


async def _half_days(sql: Any, agent: Any, first: int, last: int) -> tuple[dict[int, int], set[int]]:
    kinds = {
        row["day"]: row["kind"]
        for row in await sql.fetch("SELECT day, kind FROM calendar_day WHERE site_id = $1", agent["site_id"])
    }
    shifts = {row["day"] for row in await sql.fetch("SELECT day FROM roster WHERE agent_id = $1", agent["id"])}
    spans = [
        Leave(row["starts"], row["ends"], row["part"] != "whole")
        for row in await sql.fetch("SELECT * FROM leave WHERE agent_id = $1", agent["id"])
    ]
    rostered = {month_of(day) for day in shifts}
    day, end, planned, away = first_day(first), first_day(last + 1), [], set()
    while day < end:
        here = agent["hired"] <= day and (agent["left_on"] is None or day < agent["left_on"])
        usual = kinds.get(day) == "workday" or (day.weekday() < 5 and kinds.get(day) != "holiday")
        if here and (day in shifts if month_of(day) in rostered else usual):
            planned.append(day)
        if any(span.starts <= day < span.ends for span in spans):
            away.add(month_of(day))
        day += timedelta(days=1)
    return worked_half_days(planned, spans), rostered | away


async def _samples(sql: Any, agent: Any, metrics: list[str], before: datetime | None) -> dict[int, dict[str, Sample]]:
    best: dict[tuple[int, str], Any] = {}
    for table in ("fact", "fact_superseded"):
        for row in await sql.fetch(
            f"SELECT f.source_id, f.fact_id, f.revision, f.agent_id, f.at, f.value, f.weight, f.received_at, m.code FROM {table} f"
            " JOIN metric m ON m.id = f.metric_id"
        ):
            key = row["source_id"], row["fact_id"]
            if before is not None and row["received_at"] >= before:
                continue
            if key not in best or best[key]["revision"] < row["revision"]:
                best[key] = row
    found: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in best.values():
        if row["agent_id"] == agent["id"] and row["code"] in metrics and row["value"] is not None:
            zone, starts = await _day_of(sql, agent, row["at"])
            local = row["at"].astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            day = (local - timedelta(hours=starts.hour, minutes=starts.minute)).date()
            found[month_of(day)][row["code"]].append((row["value"], row["weight"]))
    return {
        month: {
            code: Sample(len(facts), sum(v for v, _ in facts), sum(w for _, w in facts), sum(v * w for v, w in facts))
            for code, facts in own.items()
        }
        for month, own in found.items()
    }


async def _day_of(sql: Any, agent: Any, at: datetime) -> Any:
    row = await sql.fetchrow(
        "SELECT s.zone, s.day_starts FROM membership m JOIN team t ON t.id = m.team_id JOIN site s ON s.id = t.site_id"
        " WHERE m.agent_id = $1 AND m.starts <= $2 AND (m.ends IS NULL OR m.ends > $2)",
        agent["id"],
        at,
    )
    return row or (agent["zone"], agent["day_starts"])


async def _stated(sql: Any, agent: Any) -> tuple[Any, Any, Any]:
    levels = tuple(
        LevelHeld(row["level"], row["on_day"])
        for row in await sql.fetch(
            "SELECT r.on_day, r.body ->> 'level' AS level FROM career_record r WHERE r.agent_id = $1 AND r.kind = 'level'"
            " AND r.id NOT IN (SELECT withdraws FROM career_record WHERE withdraws IS NOT NULL) ORDER BY r.on_day, r.id",
            agent["id"],
        )
    )
    skills = {
        row["code"]: row["since"]
        for row in await sql.fetch(
            "SELECT q.code, s.since FROM skill s JOIN queue q ON q.id = s.queue_id WHERE s.agent_id = $1", agent["id"]
        )
    }
    zone = ZoneInfo(agent["zone"])
    posts = tuple(
        PostHeld(
            row["post"],
            row["starts"].astimezone(zone).date(),
            row["ends"].astimezone(zone).date() if row["ends"] else None,
        )
        for row in await sql.fetch(
            "SELECT * FROM membership WHERE agent_id = $1 AND post <> 'member' ORDER BY starts", agent["id"]
        )
    )
    return levels, skills, posts
