"""Draws one sheet with every number it was made of, named, and all it takes to open the facts behind each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from career.exact import MICRO, Ratio, format_ratio, parse_decimal
from career.merits import Curve, QueueBand, in_band
from career.months import Month, month_of, month_text, parse_month
from career.scorecard import Cap, Rules, Term
from career.sheets import Tier
from server.db.pool import Connection
from server.ladder.scorecards.looking import Found, Subject
from server.ladder.scorecards.measuring import period_of, read_sites
from server.ladder.scorecards.rules import Adopted, metrics_of
from server.ladder.scorecards.sheet import KeptLine, KeptMember, KeptQueue, ratio_of
from server.ladder.scorecards.wire import CapOut, LineOut, MemberOut, QueueOut, RowOut, SheetOut, TeamShare
from server.people.reach import FIRST
from server.wire import Bilingual, Named

_UNKNOWN = Named("?", Bilingual("?", "?"))


class Names(Struct, frozen=True):
    """The names of everything a sheet mentions; results keep ids, names are those of today."""

    metrics: Mapping[str, tuple[Named, str]]
    queues: Mapping[int, Named]
    members: Mapping[int, Named]
    teams: Mapping[int, Named]


def points(score: int | None) -> str | None:
    """A score as text."""
    return None if score is None else format_ratio((score, MICRO), 4)


def _text(value: str | None, places: int = 4) -> str | None:
    return None if value is None else format_ratio(ratio_of(value), places)


async def names_for(
    connection: Connection, tier: Tier, founds: Iterable[Found], rules: Iterable[Rules], visible: Iterable[int] | None
) -> Names:
    """Look up all names of some sheets. `visible` are the members who may be named; None: all."""
    kept = [found.kept for found in founds]
    codes = set[str]().union(*(metrics_of(one) for one in rules))
    queues = {queue.queue for one in kept for line in one.lines for queue in line.queues}
    members = {member.subject for one in kept for line in one.lines for member in line.members}
    teams = {team for one in kept for team, _ in one.teams}
    metrics = await connection.fetch(
        "SELECT code, name_zh, name_en, unit FROM metric WHERE code = ANY($1::text[])", list(codes)
    )
    if visible is not None:
        members &= set(visible)
    return Names(
        {row["code"]: (_named(row), row["unit"]) for row in metrics},
        await _by_id(connection, "queue", queues),
        await _by_id(connection, "agent" if tier == "lead" else "team", members),
        await _by_id(connection, "team", teams),
    )


async def _by_id(connection: Connection, table: str, ids: Iterable[int]) -> dict[int, Named]:
    wanted = list(ids)
    if not wanted:
        return {}
    rows = await connection.fetch(
        f"SELECT id, code, name_zh, name_en FROM {table} WHERE id = ANY($1::integer[])", wanted
    )
    return {row["id"]: _named(row) for row in rows}


def _named(row: Mapping[str, str]) -> Named:
    return Named(row["code"], Bilingual(row["name_zh"], row["name_en"]))


def row_of(tier: Tier, found: Found, subject: Subject, site: str, names: Names) -> RowOut:
    """A sheet as a line of a list."""
    return RowOut(
        tier=tier,
        code=subject.named.code,
        name=subject.named.name,
        site=site,
        teams=[names.teams[team].code for team, _ in found.kept.teams if team in names.teams],
        month=month_text(found.month),
        state=found.state,
        score=points(found.score),
        capped=found.kept.capped,
        reason=found.kept.reason,
        half_days=found.half_days,
        revision=found.revision,
        lines={line.code: _text(line.merit, 2) for line in found.kept.lines},
    )


async def draw(
    connection: Connection, tier: Tier, subject: Subject, found: Found, rules: Adopted | None, more: "Beside"
) -> SheetOut:
    """The whole sheet."""
    terms = rules.rules if rules else None
    names = await names_for(connection, tier, [found], [terms] if terms else [], more.visible)
    sites = await read_sites(connection)
    period = period_of(sites[found.site_id], found.month)
    leads = await _leads(connection, subject.id, period.starts, period.ends) if tier == "lead" else []
    return SheetOut(
        tier=tier,
        code=subject.named.code,
        name=subject.named.name,
        site=(await _by_id(connection, "site", [found.site_id])).get(found.site_id, _UNKNOWN),
        month=month_text(found.month),
        state=found.state,
        score=points(found.score),
        before_caps=_text(found.kept.exact),
        capped=found.kept.capped,
        reason=found.kept.reason,
        max_missing=terms.max_missing if terms else "100",
        half_days=found.half_days,
        teams=[TeamShare(team=names.teams.get(team, _UNKNOWN), half_days=days) for team, days in found.kept.teams],
        leads=leads,
        starts=period.starts,
        ends=period.ends,
        lines=_lines(found, terms, names, more.untold) if terms else [],
        caps=[_cap(cap, dict(found.kept.limits).get(cap.metric), names) for cap in terms.caps] if terms else [],
        revision=found.revision,
        revisions=more.revisions,
        ground=found.ground,
        changed=list(found.changed),
        published_at=found.published_at,
        counted_at=found.counted_at,
        due_at=more.due_at,
        rules_from=month_text(rules.from_month) if rules and rules.from_month else None,
    )


class Beside(Struct, frozen=True):
    """What is said beside a sheet: how many revisions there are, when it will be published, whose members are named, which
    metrics are left out for the sake of a freeze."""

    revisions: int
    due_at: datetime | None
    visible: frozenset[int] | None
    untold: frozenset[str] = frozenset()


_LEADS = """
SELECT DISTINCT a.code, a.name_zh, a.name_en FROM membership m JOIN agent a ON a.id = m.agent_id
WHERE m.team_id = $1 AND m.post = 'lead' AND m.starts < $3 AND (m.ends IS NULL OR m.ends > $2) ORDER BY a.code"""


async def _leads(connection: Connection, team: int, starts: datetime, ends: datetime) -> list[Named]:
    return [_named(row) for row in await connection.fetch(_LEADS, team, starts, ends)]


def _lines(found: Found, rules: Rules, names: Names, untold: frozenset[str]) -> list[LineOut]:
    by_code = {line.code: line for line in found.kept.lines}
    weights = sum(term.micro for term in rules.terms if (line := by_code.get(term.code)) and line.merit is not None)
    return [
        _line(term, by_code.get(term.code) or KeptLine(term.code, None, None), weights, names, untold)
        for term in rules.terms
    ]


def _line(term: Term, line: KeptLine, weights: int, names: Names, untold: frozenset[str]) -> LineOut:
    how = term.how
    merit = None if line.merit is None else ratio_of(line.merit)
    metrics = [names.metrics[code] for code in _metrics(term) if code in names.metrics]
    return LineOut(
        code=term.code,
        name=Bilingual(term.zh, term.en),
        kind=str(how.__struct_config__.tag),
        weight=term.weight,
        metrics=[named for named, _ in metrics],
        unit=metrics[0][1] if len(metrics) == 1 else "",
        value=_text(line.value, 2),
        points=None if merit is None else format_ratio(merit, 2),
        share=None if merit is None else format_ratio((term.micro * merit[0], weights * merit[1]), 2),
        steps=[how.floor, how.target, how.stretch] if isinstance(how, Curve) else None,
        band=[how.within, format_ratio((parse_decimal(how.within) + parse_decimal(how.tolerance), MICRO))]
        if isinstance(how, QueueBand)
        else None,
        queues=[_queue(how, queue, names) for queue in line.queues] if isinstance(how, QueueBand) else [],
        members=[_member(member, names) for member in line.members],
        untold=isinstance(how, QueueBand) and how.metric in untold,
    )


def _metrics(term: Term) -> list[str]:
    fields = structs.asdict(term.how)
    return [
        str(fields[name])
        for name in ("metric", "calls", "monitoring", "test_calls", "score", "complaints", "absences")
        if name in fields
    ]


def _queue(band: QueueBand, queue: KeptQueue, names: Names) -> QueueOut:
    value, median = ratio_of(queue.value), ratio_of(queue.median)
    return QueueOut(
        queue=names.queues.get(queue.queue, _UNKNOWN),
        value=format_ratio(value, 2),
        median=format_ratio(median, 2),
        calls=format_ratio((queue.weight, MICRO), 2),
        points=format_ratio(in_band(band, value, median), 2) if median[0] > 0 else "0",
    )


def _member(member: KeptMember, names: Names) -> MemberOut:
    named = names.members.get(member.subject)
    score = points(member.score) if named else None
    return MemberOut(member=named, score=score, half_days=member.weight)


def _cap(cap: Cap, value: str | None, names: Names) -> CapOut:
    found: Ratio | None = None if value is None else ratio_of(value)
    named, _ = names.metrics.get(cap.metric, (Named(cap.metric, Bilingual(cap.metric, cap.metric)), ""))
    return CapOut(
        metric=named,
        cap=cap.cap,
        below=cap.below,
        at_least=cap.at_least,
        value=_text(value, 2),
        holds=cap.holds(found),
    )


def terms_of(rules: Rules) -> list[tuple[str, Bilingual]]:
    """The lines of a sheet by code and name, in order."""
    return [(term.code, Bilingual(term.zh, term.en)) for term in rules.terms]


def in_micro(text: str | None) -> int:
    """A score in micro-units, for putting in order; 0 without one."""
    return 0 if text is None else parse_decimal(text)


def month_of_text(text: str, now_month: Month) -> Month:
    """A month of an address; ValueError for one that is no month, or nobody's any more, or has not begun anywhere."""
    found = parse_month(text)
    if not month_of(FIRST) <= found <= now_month + 1:
        raise ValueError(text)
    return found
