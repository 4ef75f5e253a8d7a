"""Publishes months: the first revision of every sheet, and later the next revision of exactly those that come out otherwise."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from career.months import Month, first_day
from career.sheets import Tier
from server.db.pool import Connection, Database
from server.ladder.scorecards import rules as rulebook
from server.ladder.scorecards.counting import Cards, count_month
from server.ladder.scorecards.measuring import Site, period_of, read_sites
from server.ladder.scorecards.rules import TIERS
from server.ladder.scorecards.sheet import Card, KeptSheet, changed, decode

DEFAULT_DAY = 5
"""Of the following month; a month is published at the start of this business day, or when the last metric stops waiting."""


class Written(Struct, frozen=True, kw_only=True):
    """What publishing a month came to: sheets with a first revision, and with a further one."""

    first: int = 0
    corrected: int = 0
    unchanged: int = 0


class Latest(Struct, frozen=True):
    """The newest revision held of a subject."""

    revision: int
    score: int | None
    half_days: int | None
    carried_over: bool
    sheet: bytes


async def due_at(connection: Connection, site: Site, month: Month) -> datetime:
    """When the clock publishes a month: on the centre's day, and not before late facts have stopped counting."""
    day = await connection.fetchval("SELECT publish_day FROM scorecard_setting WHERE site_id = $1", site.id)
    start = site.calendar.start_of(first_day(month + 1) + timedelta(days=(day or DEFAULT_DAY) - 1))
    named = {
        code for one in (await rulebook.in_force(connection, month)).values() for code in rulebook.metrics_of(one.rules)
    }
    minutes = await connection.fetchval(
        "SELECT max(coalesce(monthly_lateness_minutes, lateness_minutes)) FROM metric WHERE code = ANY($1::text[])",
        list(named),
    )
    return max(start, period_of(site, month).ends + timedelta(minutes=minutes or 0))


@asynccontextmanager
async def _alone(db: Database, site_id: int) -> AsyncIterator[None]:
    """Nobody else publishes this site meanwhile. Outside the counting transaction, whose snapshot begins after it."""
    async with db.connection() as connection:
        await connection.fetchval("SELECT pg_advisory_lock(hashtext('echelon.scorecards'), $1)", site_id)
        try:
            yield
        finally:
            await connection.fetchval("SELECT pg_advisory_unlock(hashtext('echelon.scorecards'), $1)", site_id)


async def publish(db: Database, site_id: int, month: Month, now: datetime) -> Written:
    """Count a month and write what is new. Counting it again writes nothing where nothing changed."""
    async with _alone(db, site_id), db.transaction() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        in_force = await rulebook.in_force(connection, month)
        sites = await read_sites(connection)
        rules = {tier: one.rules for tier, one in in_force.items()}
        cards = (await count_month(connection, sites, site_id, month, rules)).cards
        written = await _write(
            connection, (site_id, month), cards, {tier: one.id for tier, one in in_force.items()}, now
        )
        if any(cards.values()):
            await connection.execute(
                "INSERT INTO scorecard_month VALUES ($1, $2, $3, $3)"
                " ON CONFLICT (site_id, month) DO UPDATE SET counted_at = excluded.counted_at",
                site_id,
                month,
                now,
            )
    return written


async def _write(
    connection: Connection, place: tuple[int, Month], cards: Cards, rules: Mapping[Tier, int], now: datetime
) -> Written:
    site_id, month = place
    rows: list[tuple[object, ...]] = []
    unchanged = 0
    for tier in TIERS:
        held = await _latest(connection, tier, place, [card.subject for card in cards[tier]])
        for card in cards[tier]:
            body, before = card.encode(), held.pop(card.subject, None)
            if before is not None and _stands(before, card, body):
                unchanged += 1
                continue
            ground, what = _ground(before, card.kept)
            head = tier, card.subject, month, before.revision + 1 if before else 1, site_id, rules[tier]
            rows.append((*head, card.score, card.half_days, False, now, ground, what, body))
        for subject, before in held.items():
            gone = msgspec.json.encode(KeptSheet("gone"))
            if not before.carried_over and before.sheet != gone:
                head = tier, subject, month, before.revision + 1, site_id, rules[tier]
                rows.append((*head, None, 0, False, now, "gone", [], gone))
    await _insert(connection, rows)
    first = sum(1 for row in rows if row[3] == 1)
    return Written(first=first, corrected=len(rows) - first, unchanged=unchanged)


def _stands(before: Latest, card: Card, body: bytes) -> bool:
    """Whether what is held says the same. A month carried over stands until there are facts enough for a score."""
    if before.carried_over:
        return card.score is None
    return before.sheet == body and (before.score, before.half_days) == (card.score, card.half_days)


def _ground(before: Latest | None, after: KeptSheet) -> tuple[str, list[str]]:
    """Why there is a new revision, and which lines differ."""
    if before is None:
        return "published", []
    was = decode(before.sheet)
    what = changed(was, after)
    old = {line.code: line for line in was.lines}
    moved = [line for line in after.lines if old.get(line.code) != line]
    if moved and all(line.members for line in moved):
        return "members", what
    return ("people" if what == ["half_days"] else "facts"), what


# Of these subjects, and of whoever else the site published last that month.
_LATEST = """
SELECT DISTINCT ON (subject_id) subject_id, revision, score, half_days, carried_over, sheet, site_id FROM scorecard
WHERE tier = $1 AND month = $2 AND (subject_id = ANY($4::integer[])
      OR subject_id IN (SELECT subject_id FROM scorecard WHERE tier = $1 AND month = $2 AND site_id = $3))
ORDER BY subject_id, revision DESC"""


async def _latest(
    connection: Connection, tier: Tier, place: tuple[int, Month], subjects: Sequence[int]
) -> dict[int, Latest]:
    site_id, month = place
    wanted = set(subjects)
    found = {}
    for row in await connection.fetch(_LATEST, tier, month, site_id, list(wanted)):
        subject, revision, score, half_days, carried, sheet, site = row
        # What another site has published since is that site's to say.
        if subject in wanted or site == site_id:
            found[subject] = Latest(revision, score, half_days, carried, sheet)
    return found


_COLUMNS = [
    "tier",
    "subject_id",
    "month",
    "revision",
    "site_id",
    "rules_id",
    "score",
    "half_days",
    "carried_over",
    "published_at",
    "ground",
    "changed",
    "sheet",
]


async def _insert(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        await connection.copy_records_to_table("scorecard", records=rows, columns=_COLUMNS)


class CarriedOver(Struct, frozen=True):
    """A month's score from before, in micro-units; None where it is only known that there was no data."""

    agent_id: int
    month: Month
    score: int | None
    half_days: int | None = None


async def carry_over(connection: Connection, months: Sequence[CarriedOver], *, at: datetime) -> int:
    """Take in scorecards of before, in the caller's transaction; how many are new or say something else than was held.

    The same again changes nothing. A month that was counted from facts and has a score is left as it is.
    """
    # Two files at once must not both write the next revision.
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.carry_over'))")
    rows: list[tuple[object, ...]] = []
    for one in {(one.agent_id, one.month): one for one in months}.values():
        before = await connection.fetchrow(
            "SELECT revision, score, half_days, carried_over FROM scorecard"
            " WHERE tier = 'agent' AND subject_id = $1 AND month = $2 ORDER BY revision DESC LIMIT 1",
            one.agent_id,
            one.month,
        )
        if before is not None and not before["carried_over"] and before["score"] is not None:
            continue
        if (
            before is not None
            and before["carried_over"]
            and before["score"] == one.score
            and before["half_days"] == one.half_days
        ):
            continue
        site = await connection.fetchval("SELECT site_id FROM agent WHERE id = $1", one.agent_id)
        head = "agent", one.agent_id, one.month, before["revision"] + 1 if before else 1, site, None
        body = msgspec.json.encode(KeptSheet("too_much_missing" if one.score is None else "scored"))
        rows.append((*head, one.score, one.half_days, True, at, "carried_over", [], body))
    await _insert(connection, rows)
    return len(rows)
