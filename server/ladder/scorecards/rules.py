"""What the monthly scorecard asks, by tier and month: versions that are only added to, checked before they are kept."""

from collections.abc import Collection
from datetime import datetime

import asyncpg
import msgspec
from msgspec import Struct

from career.check_sheet import check_sheet
from career.merits import QueueBand
from career.months import Month
from career.refusal import Fault
from career.scorecard import Rules
from career.sheets import DEFAULT_SHEETS, Tier
from server.db.pool import Connection

TIERS: tuple[Tier, ...] = ("agent", "lead", "centre")
_METRIC_FIELDS = ("metric", "calls", "complaints", "monitoring", "test_calls", "score", "absences")

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Rules).decode


class Adopted(Struct, frozen=True, kw_only=True):
    """Rules of a tier that hold from a month on, until later ones do."""

    id: int
    tier: Tier
    from_month: Month
    rules: Rules
    note: str
    made_at: datetime
    made_by: str | None


_SELECT = (
    "SELECT r.id, r.tier, r.from_month, r.rules, r.note, r.made_at, a.name AS made_by FROM scorecard_rules r"
    " LEFT JOIN account a ON a.id = r.made_by"
)


async def ship(connection: Connection, now: datetime) -> None:
    """Keep the sheets that ship, for all time, unless a tier has some; safe to call by several processes."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('echelon.scorecard_rules'))")
    for tier, rules in DEFAULT_SHEETS.items():
        await connection.execute(
            "INSERT INTO scorecard_rules (tier, from_month, rules, made_at) SELECT $1, 0, $2::jsonb, $3"
            " WHERE NOT EXISTS (SELECT FROM scorecard_rules WHERE tier = $1)",
            tier,
            _encode(rules).decode(),
            now,
        )


async def listed(connection: Connection) -> list[Adopted]:
    """Every version, tier by tier, the one that holds latest first."""
    return [_adopted(row) for row in await connection.fetch(f"{_SELECT} ORDER BY r.tier, r.from_month DESC, r.id DESC")]


async def in_force(connection: Connection, month: Month) -> dict[Tier, Adopted]:
    """The rules of every tier for a month: the latest begun, of those the one made last."""
    rows = await connection.fetch(
        f"SELECT DISTINCT ON (tier) * FROM ({_SELECT} WHERE r.from_month <= $1) r ORDER BY tier, from_month DESC, id DESC",
        month,
    )
    return {row["tier"]: _adopted(row) for row in rows}


async def find(connection: Connection, ids: Collection[int]) -> dict[int, Adopted]:
    """Versions by their ids."""
    rows = await connection.fetch(f"{_SELECT} WHERE r.id = ANY($1::integer[])", list(ids))
    return {row["id"]: _adopted(row) for row in rows}


async def keep(
    connection: Connection, tier: Tier, from_month: Month, rules: Rules, note: str, made: tuple[datetime, int | None]
) -> int:
    """A new version; its id."""
    found: int = await connection.fetchval(
        "INSERT INTO scorecard_rules (tier, from_month, rules, note, made_at, made_by) VALUES ($1, $2, $3::jsonb, $4, $5, $6)"
        " RETURNING id",
        tier,
        from_month,
        _encode(rules).decode(),
        note,
        *made,
    )
    return found


def _adopted(row: "asyncpg.Record") -> Adopted:
    return Adopted(**{**row, "rules": _decode(row["rules"])})


def metrics_of(rules: Rules) -> set[str]:
    """Every metric a sheet looks at, those of its caps too."""
    named = {cap.metric for cap in rules.caps}
    for term in rules.terms:
        named |= {getattr(term.how, field) for field in _METRIC_FIELDS if hasattr(term.how, field)}
    return named


def banded(rules: Rules) -> set[str]:
    """The metrics that are judged queue by queue."""
    return {term.how.metric for term in rules.terms if isinstance(term.how, QueueBand)}


def faults(tier: Tier, rules: Rules, agent_metrics: Collection[str], team_metrics: Collection[str]) -> list[Fault]:
    """What keeps a sheet from being adopted: the rule book's faults, and what this tier cannot measure."""
    known = set(agent_metrics) if tier == "agent" else set(agent_metrics) | set(team_metrics)
    found = check_sheet(rules, known)
    for i, term in enumerate(rules.terms):
        kind = type(term.how).__name__
        if (kind == "Members" and tier == "agent") or (kind == "QueueBand" and tier != "agent"):
            found.append(Fault("not_on_this_tier", f"terms.{i}.how", term.code))
    named = {fault.word for fault in found if fault.code == "unknown_metric"}
    for metric in sorted(metrics_of(rules) - known - named):
        found.append(Fault("unknown_metric", "terms", metric))
    return found
