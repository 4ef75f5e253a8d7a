"""What stands behind a verdict, called by its name and day, so that nobody reads codes and numbers."""

from collections.abc import Iterable, Iterator
from datetime import date

from career.criteria import AnyOf, Kind
from career.evidence import SCORECARD, Evidence
from career.names import Names, called
from career.verdict import Verdict
from server.db.pool import Connection
from server.ladder.criteria.naming import said
from server.ladder.readiness.wire import BehindOut, EvidenceOut
from server.wire import Bilingual

Called = dict[str, tuple[Bilingual | None, date | None]]
"""By reference: the name, where there is one beyond the kind, and the day, where it has one."""


async def called_by(connection: Connection, evidence: Evidence, names: Names) -> Called:
    """Everything in the evidence that a verdict may point at. A code that the centre has no name for stands for itself."""
    found: Called = {}
    for ref, name, on in _named(evidence, names):
        found.setdefault(ref, (None if name is None else said(name), on))
    titles = await _titles(connection, evidence)
    for deeds in evidence.contests.values():
        for deed in deeds:
            found[deed.ref] = (titles.get(deed.ref), deed.on)
    return found


def behind(criterion: Kind, verdict: Verdict, known: Called) -> BehindOut:
    """What one criterion was judged on, and the metric it names; the scorecard where it only names months."""
    found = []
    for ref in dict.fromkeys(verdict.evidence):
        kind, _, key = ref.partition(":")
        text, on = known.get(ref, (None, None))
        found.append(EvidenceOut(kind, key, text, on))
    alone = criterion.of[0] if isinstance(criterion, AnyOf) else criterion
    metric = next((name for field, name in alone.names() if field == "metric"), None)
    if metric is None and any(one.kind == "month" for one in found):
        metric = SCORECARD
    return BehindOut(metric, found)


_Named = tuple[str, tuple[str, str] | None, date | None]


def _named(evidence: Evidence, names: Names) -> Iterator[_Named]:
    for code, results in evidence.exams.items():
        yield from ((one.ref, names.exam(code), one.on) for one in results)
    yield from ((one.ref, None, one.on) for one in evidence.test_calls)
    yield from ((one.ref, names.course(one.course), one.attended) for one in evidence.courses)
    yield from (
        (f"skill:{code}", names.skills.get(code) or called(code), since) for code, since in evidence.skills.items()
    )
    yield from ((f"post:{one.post}:{one.starts}", called(one.post), one.starts) for one in evidence.posts)
    yield from ((one.ref, called(one.stage), one.on) for one in evidence.gates)
    yield from ((one.ref, called(one.role), one.on) for one in evidence.endorsements)
    for code, deeds in evidence.badges.items():
        yield from ((one.ref, names.badges.get(code) or called(code), one.on) for one in deeds)
    for code, deeds in evidence.education.items():
        yield from ((one.ref, called(code), one.on) for one in deeds)
        yield f"education:{code}", called(code), None
    yield from _plain(evidence)


def _plain(evidence: Evidence) -> Iterable[_Named]:
    """What says itself what it is by its criterion: the day is enough."""
    yield f"since:{evidence.hired}", None, evidence.hired
    yield from ((f"since:{one.since}", None, one.since) for one in evidence.levels)
    yield from ((one.ref, None, one.on) for deeds in evidence.deeds.values() for one in deeds)
    yield from ((one.ref, None, one.on) for marks in evidence.marks.values() for one in marks)


async def _titles(connection: Connection, evidence: Evidence) -> dict[str, Bilingual]:
    """The contests that are evidence, by reference."""
    numbers = {int(deed.ref.removeprefix("contest:")) for deeds in evidence.contests.values() for deed in deeds}
    rows = await connection.fetch(
        "SELECT id, title_zh, title_en FROM contest WHERE id = ANY($1::int[])", sorted(numbers)
    )
    return {f"contest:{row['id']}": Bilingual(row["title_zh"], row["title_en"]) for row in rows}
