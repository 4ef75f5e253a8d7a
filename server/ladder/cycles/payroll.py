"""Hands promotions to payroll as a sheet: who, from where to where, from which day, confirmed by whom."""

from typing import Literal

from career.ladder import LEVELS
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import DomainError
from server.ladder.cycles import store
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.reading import seen_cycle
from server.ladder.cycles.refusals import CONFLICT_IN_EXPORT, NOT_NOTICED
from server.ladder.cycles.store import Candidate
from server.ladder.cycles.who import viewer_of
from server.reports.grid import Line, Sheet, Value, write_book, write_csv
from server.reports.handing import File

Format = Literal["xlsx", "csv"]
Locale = Literal["zh", "en"]

_HEAD: dict[Locale, tuple[str, ...]] = {
    "zh": ("工号", "姓名", "职场", "原级别", "新级别", "生效日期", "提议人", "确认人", "确认日期"),
    "en": ("Code", "Name", "Site", "From", "To", "Effective", "Proposed by", "Confirmed by", "Confirmed on"),
}


class PayrollService:
    """See the module. Before notice there is nothing to hand on, and every download is audited."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def export(self, actor: Actor, cycle_id: int, kind: Format, locale: Locale) -> File:
        """The promotions of a cycle. Raises `not_noticed_yet`, and `conflict_in_export` where the list would show somebody
        whose file is closed to this account."""
        async with self._db.transaction() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            if not cycle.told:
                raise DomainError(NOT_NOTICED)
            promoted = await _promoted(connection, cycle, self._clock)
            if any(one.candidacy.conflict_of(viewer.who) for one in promoted):
                raise DomainError(CONFLICT_IN_EXPORT)
            names = await _names(connection, cycle)
            rows = [_row(cycle, one, names, locale) for one in promoted]
            await audit.record(connection, actor, "cycle.export", cycle.subject, {"n": len(rows), "format": kind})
        name = f"promotions-{cycle.code}.{kind}"
        if kind == "csv":
            return File(name, write_csv([_HEAD[locale], *rows]))
        title = "晋升名单" if locale == "zh" else "Promotions"
        sheet = Sheet(title, (Line(_HEAD[locale], "head"), *map(Line, rows)), head=1)
        return File(name, write_book([sheet], title=title, made=self._clock.now()))


async def _promoted(connection: Connection, cycle: CycleKept, clock: Clock) -> list[Candidate]:
    """Whom two people decided to promote, without those whose promotion lapsed."""
    lapsed = {
        row["agent_id"]
        for row in await connection.fetch(
            "SELECT agent_id FROM cycle_deed WHERE cycle_id = $1 AND do_what = 'lapse'", cycle.id
        )
    }
    everybody = await store.candidates(connection, cycle.id, None, clock.now())
    return [one for one in everybody if _stands(one) and one.agent_id not in lapsed]


def _stands(one: Candidate) -> bool:
    found = one.candidacy
    promoted = found.decision is not None and found.decision.kind == "promote"
    return promoted and found.decided and found.withdrawn is None


async def _names(connection: Connection, cycle: CycleKept) -> dict[str, str]:
    rows = await connection.fetch(
        "SELECT DISTINCT d.by_account, b.code, acc.name FROM cycle_deed d JOIN account acc ON acc.id = d.by_account"
        " LEFT JOIN agent b ON b.id = d.by_agent WHERE d.cycle_id = $1 AND d.do_what IN ('propose', 'confirm')",
        cycle.id,
    )
    return {f"agent:{row['code']}" if row["code"] else f"account:{row['by_account']}": row["name"] for row in rows}


def _row(cycle: CycleKept, one: Candidate, names: dict[str, str], locale: Locale) -> tuple[Value, ...]:
    decision = one.candidacy.decision
    site = next(site for site in cycle.sites if site.code == one.site)
    by = decision.by if decision else ""
    confirmed_by = (decision.confirmed_by if decision else None) or ""
    return (
        one.code,
        getattr(one.named.name, locale),
        getattr(site.name, locale),
        _level(one.source, locale),
        _level(one.target, locale),
        cycle.effective,
        names.get(by, by),
        names.get(confirmed_by, confirmed_by),
        decision.confirmed_on if decision else None,
    )


def _level(code: str, locale: Locale) -> str:
    level = LEVELS.get(code)
    return code if level is None else getattr(level, locale)
