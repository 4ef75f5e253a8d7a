"""Who and what a dossier is about: a candidate on the frozen evidence of a cycle, or anybody as of a day."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from career.evidence import Evidence, View
from career.readiness import Readiness, assess
from career.review import Candidacy
from career.versions import Step, Version, in_force
from server.contests.after.deeds import places_of
from server.db.pool import Connection
from server.errors import NOT_FOUND, DomainError
from server.ladder.criteria import store as criteria_store
from server.ladder.criteria.naming import read_words
from server.ladder.cycles import store as cycles_store
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.file import read_file
from server.ladder.cycles.refusals import NO_CANDIDATE
from server.ladder.dossiers.parts import Told
from server.ladder.evidence.gathering import gather
from server.wire import Bilingual


class Judged(Struct, frozen=True):
    """A step of the ladder, the version that asks it, and what was found."""

    version: str
    step: Step
    readiness: Readiness


class Subject(Struct, frozen=True, kw_only=True):
    """One person and everything a dossier says of them."""

    agent_id: int
    code: str
    name: Bilingual
    site: Bilingual
    team: Bilingual | None
    level: str
    hired: date
    as_of: date
    evidence: Evidence
    judged: tuple[Judged, ...]
    cycle: CycleKept | None = None
    candidacy: Candidacy | None = None
    known_before: datetime | None = None
    """Until when evidence was accepted; None: as it stands."""


_PERSON = """
SELECT a.id, a.code, a.name_zh, a.name_en, a.hired, s.name_zh AS site_zh, s.name_en AS site_en, t.name_zh AS team_zh,
       t.name_en AS team_en
FROM agent a JOIN site s ON s.id = a.site_id
LEFT JOIN LATERAL (SELECT m.team_id FROM membership m WHERE m.agent_id = a.id
                     AND (m.starts AT TIME ZONE s.zone)::date < $2 ORDER BY m.starts DESC LIMIT 1) m ON true
LEFT JOIN team t ON t.id = m.team_id
WHERE a.id = $1"""


async def of_cycle(connection: Connection, cycle_id: int, code: str, now: datetime) -> Subject:
    """A candidate as the cycle froze and decided it. Raises `no_such_candidate` for who is none."""
    cycle = await cycles_store.find(connection, cycle_id)
    file = await read_file(connection, cycle, code, now)
    if not file.candidate.nominated:
        raise DomainError(NO_CANDIDATE, key=code)
    judged = Judged(file.version, file.step, file.readiness)
    found = await _subject(connection, file.candidate.agent_id, cycle.as_of, file.evidence, (judged,))
    return replace(found, cycle=cycle, candidacy=file.candidacy, known_before=file.accepted_before)


async def as_of(connection: Connection, agent_id: int, day: date) -> Subject:
    """Anybody on what is known today of the time before a day, judged by the criteria in force on it."""
    found = [one async for one in gather(connection, [agent_id], as_of=day)]
    if not found:
        raise DomainError(NOT_FOUND, what="agent", key=agent_id)
    ((_, evidence),) = found
    judged = _judged(await criteria_store.versions(connection), View(evidence, day))
    return await _subject(connection, agent_id, day, evidence, judged)


def _judged(versions: Sequence[Version], view: View) -> tuple[Judged, ...]:
    version = in_force(versions, view.as_of)
    if version is None or view.held is None:
        return ()
    steps = [step for step in version.steps if step.source == view.held.level]
    return tuple(Judged(version.code, step, assess(step, view)) for step in steps)


async def _subject(
    connection: Connection,
    agent_id: int,
    day: date,
    evidence: Evidence,
    judged: tuple[Judged, ...],
) -> Subject:
    row = await connection.fetchrow(_PERSON, agent_id, day)
    if row is None:
        raise DomainError(NOT_FOUND, what="agent", key=agent_id)
    held = View(evidence, day).held
    return Subject(
        agent_id=agent_id,
        code=row["code"],
        name=Bilingual(zh=row["name_zh"], en=row["name_en"]),
        site=Bilingual(zh=row["site_zh"], en=row["site_en"]),
        team=Bilingual(zh=row["team_zh"], en=row["team_en"]) if row["team_zh"] is not None else None,
        level=held.level if held else "trainee",
        hired=row["hired"],
        as_of=day,
        evidence=evidence,
        judged=judged,
    )


async def told(connection: Connection, subject: Subject) -> Told:
    """What people, contests and codes in a dossier are called."""
    words = await read_words(connection)
    numbers = _contest_numbers(subject.evidence)
    places = await places_of(
        connection, subject.agent_id, sorted(set(numbers.values())), signed_before=subject.known_before
    )
    return Told(
        names=words.names,
        people=await _people(connection, sorted(_keys(subject))),
        contests=await _contests(connection, numbers),
        places={ref: places[number] for ref, number in numbers.items() if number in places},
    )


def _keys(subject: Subject) -> set[str]:
    """Everybody a dossier names: who entered, vouched, judged and decided."""
    evidence = subject.evidence
    keys = {one.by for one in evidence.endorsements} | {one.by for one in evidence.gates}
    keys |= {mark.by for marks in evidence.marks.values() for mark in marks}
    candidacy = subject.candidacy
    if candidacy is not None and candidacy.decision is not None:
        keys |= {candidacy.decision.by, candidacy.decision.confirmed_by or ""}
    if candidacy is not None and candidacy.appeal is not None:
        keys.add(candidacy.appeal.answered_by or "")
    return keys


async def _people(connection: Connection, keys: Sequence[str]) -> dict[str, Bilingual]:
    agents = {key: key.removeprefix("agent:") for key in keys if key.startswith("agent:")}
    accounts = {key: int(key[8:]) for key in keys if key.startswith("account:") and key[8:].isdigit()}
    by_code = {
        row["code"]: Bilingual(zh=row["name_zh"], en=row["name_en"])
        for row in await connection.fetch(
            "SELECT code, name_zh, name_en FROM agent WHERE code = ANY($1::text[])", sorted(agents.values())
        )
    }
    by_id = {
        row["id"]: Bilingual(zh=row["name"], en=row["name"])
        for row in await connection.fetch(
            "SELECT id, name FROM account WHERE id = ANY($1::int[])", sorted(accounts.values())
        )
    }
    found = {key: by_code[code] for key, code in agents.items() if code in by_code}
    return found | {key: by_id[number] for key, number in accounts.items() if number in by_id}


def _contest_numbers(evidence: Evidence) -> dict[str, int]:
    """Contests by the references of deeds, `contest:12` and the like."""
    refs = {deed.ref for deeds in evidence.contests.values() for deed in deeds}
    return {ref: int(part) for ref in refs for part in ref.split(":")[1:2] if part.isdigit()}


async def _contests(connection: Connection, numbers: dict[str, int]) -> dict[str, Bilingual]:
    """Their titles."""
    rows = await connection.fetch(
        "SELECT id, title_zh, title_en FROM contest WHERE id = ANY($1::int[])", sorted(set(numbers.values()))
    )
    titles = {row["id"]: Bilingual(zh=row["title_zh"], en=row["title_en"]) for row in rows}
    return {ref: titles[number] for ref, number in numbers.items() if number in titles}
