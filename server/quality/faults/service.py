"""Counts the marks lost on each line of a form, the most common faults first; never about fewer than five people."""

from collections import defaultdict
from datetime import date, timedelta

from msgspec import Struct

from career.exact import MICRO, Ratio, parse_decimal
from career.quality.forms import Form, FormItem
from career.quality.pareto import Bar, pareto
from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.quality.forms import store as forms
from server.quality.refusals import NO_FORM

FEWEST = 5
"""Agents; a report about fewer would be about persons."""
_EVERYBODYS = frozenset({Role.OPS, Role.HR, Role.ANALYST, Role.TRAINER})


class Wanted(Struct, frozen=True, kw_only=True):
    """Calls of the last weeks judged on one form, of a site, a team, a queue; empty is all of them."""

    form: str = "standard"
    site: str = ""
    team: str = ""
    queue: str = ""
    weeks: int = 8


class FaultLine(Struct, frozen=True):
    """A line of the form on which marks were lost, in how many of the calls it applied to, and the points lost in micro-units."""

    item: FormItem
    bar: Bar
    applied: int
    lost: int


class Faults(Struct, frozen=True, kw_only=True):
    """The faults of some weeks. With too few people `agents` and `calls` say so and there are no lines."""

    form: Form
    first: date
    last: date
    calls: int | None
    agents: int | None
    withheld: bool
    mean: Ratio | None
    lines: tuple[FaultLine, ...]


_CALLS = """
calls AS MATERIALIZED (
    SELECT e.id, e.agent_id, e.version, e.score FROM qa_evaluation e JOIN agent a ON a.id = e.agent_id
    JOIN site s ON s.id = a.site_id LEFT JOIN queue q ON q.id = e.queue_id
    LEFT JOIN membership m ON m.agent_id = e.agent_id AND m.starts <= e.at AND (m.ends IS NULL OR m.ends > e.at)
    LEFT JOIN team t ON t.id = m.team_id
    WHERE e.form = $1 AND e.kind = 'call' AND e.withdrawn_at IS NULL AND (e.at AT TIME ZONE s.zone)::date BETWEEN $2 AND $3
      AND ($4 = '' OR s.code = $4) AND ($5 = '' OR t.code = $5) AND ($6 = '' OR q.code = $6)
      AND ($7::bool OR m.team_id = ANY($8::int[]))
)"""

_WHOLE = f"""
WITH {_CALLS}
SELECT count(*) AS calls, count(DISTINCT agent_id) AS agents, coalesce(sum(score), 0)::bigint AS score FROM calls"""

_LINES = f"""
WITH {_CALLS}, latest AS (
    SELECT DISTINCT ON (m.evaluation_id) m.evaluation_id, m.marks FROM qa_marks m JOIN calls c ON c.id = m.evaluation_id
    ORDER BY m.evaluation_id, m.revision DESC
)
SELECT c.version, line.key AS item, count(*) FILTER (WHERE line.value IS NOT NULL) AS applied,
       count(*) FILTER (WHERE line.value::numeric < 1) AS faults,
       coalesce(sum((1 - line.value::numeric) * 1000000), 0)::bigint AS lost
FROM calls c JOIN latest l ON l.evaluation_id = c.id, LATERAL jsonb_each_text(l.marks) AS line GROUP BY 1, 2"""


class FaultsService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, actor: Actor, wanted: Wanted) -> Faults:
        """All teams' for those who answer for quality and training, a lead's own; raises `forbidden` for everybody else."""
        everybody = actor.role in _EVERYBODYS
        if not actor.may(Permission.QUALITY_READ) or not (everybody or actor.role == Role.LEAD):
            raise DomainError(FORBIDDEN)
        last = self._clock.now().date()
        first = last - timedelta(days=7 * wanted.weeks - 1)
        scope = (everybody, sorted(actor.own_teams))
        bound = (wanted.form, first, last, wanted.site, wanted.team, wanted.queue, *scope)
        async with self._db.connection() as connection:
            versions = {one.version: one for one in await forms.versions(connection, wanted.form)}
            if not versions:
                raise DomainError(NO_FORM, key=wanted.form)
            form = versions[max(versions)]
            whole = await connection.fetchrow(_WHOLE, *bound)
            if whole["agents"] < FEWEST:
                return Faults(
                    form=form, first=first, last=last, calls=None, agents=None, withheld=whole["agents"] > 0, mean=None, lines=()
                )  # fmt: skip
            lines = await _lines(connection, bound, versions)
        return Faults(
            form=form,
            first=first,
            last=last,
            calls=whole["calls"],
            agents=whole["agents"],
            withheld=False,
            mean=(whole["score"], whole["calls"] * MICRO),
            lines=lines,
        )


async def _lines(connection: Connection, bound: tuple[object, ...], versions: dict[int, Form]) -> tuple[FaultLine, ...]:
    """Lines of the same code are one fault across versions; it is called as the latest of them says."""
    found, applied, lost = defaultdict[str, int](int), defaultdict[str, int](int), defaultdict[str, int](int)
    items: dict[str, FormItem] = {}
    for number in sorted(versions):
        items.update({item.code: item for item in versions[number].items})
    points = {(n, item.code): parse_decimal(item.points) for n, form in versions.items() for item in form.items}
    for row in await connection.fetch(_LINES, *bound):
        code = row["item"]
        found[code] += row["faults"]
        applied[code] += row["applied"]
        lost[code] += points[row["version"], code] * row["lost"] // MICRO
    return tuple(FaultLine(items[bar.code], bar, applied[bar.code], lost[bar.code]) for bar in pareto(found))
