"""Shows what is on record about one person, to those who may see it."""

from collections.abc import Collection, Mapping

import msgspec

from career.names import Names
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError
from server.ladder.criteria.naming import read_words
from server.ladder.records.permitted import may_enter, may_read
from server.ladder.records.record import AnyBody, Attended, Badge, Course, Exam, Practice, Record
from server.ladder.records.wire import RecordsOut, record_out
from server.people.refusals import NO_SUCH
from server.people.results import reads_results
from server.people.visibility import personal_agent
from server.wire import Bilingual

_body = msgspec.json.Decoder(AnyBody)

_OF_AGENT = """
SELECT r.id, r.on_day, r.body::text AS body, r.accepted_at, r.entered_by, r.source, r.carried_over, r.ref,
       w.accepted_at AS withdrawn_at, w.entered_by AS withdrawn_by, w.body ->> 'reason' AS withdrawn_because
FROM career_record r LEFT JOIN career_record w ON w.withdraws = r.id
WHERE r.agent_id = $1 AND r.kind = ANY($2::text[])
  AND ($3 OR r.kind NOT IN ('exam', 'test_call') OR NOT trainee_on(r.agent_id, r.on_day)) ORDER BY r.on_day DESC, r.id DESC"""

_NAMES = """
SELECT 'account:' || id AS key, name FROM account WHERE 'account:' || id = ANY($1::text[])
UNION ALL SELECT 'agent:' || code, CASE WHEN $2 = 'zh' THEN name_zh ELSE name_en END FROM agent WHERE 'agent:' || code = ANY($1)"""


class RecordsReading:
    """Queries about records."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of_agent(self, actor: Actor | None, code: str) -> RecordsOut:
        """Every record one may see, withdrawn ones included. Raises `forbidden`, `no_such_agent`."""
        async with self._db.connection() as connection:
            agent_id = await self.seen(connection, actor, code)
            results = reads_results(actor, agent_id)
            found = await kept(connection, agent_id, may_read(actor, agent_id), results=results)
            names = await names_of(connection, actor, found)
            words = (await read_words(connection)).names
        enters = frozenset[str]() if actor is not None and actor.agent_id == agent_id else may_enter(actor)
        return RecordsOut(
            items=[record_out(code, record, _named(record.body, words), names, enters) for record in found],
            enters=sorted(enters - {"level"}),
        )

    async def seen(self, connection: Connection, actor: Actor | None, code: str) -> int:
        """The agent, for who may see the person's career or enter records about it."""
        if actor is None or actor.may(Permission.CAREER_READ):
            return await personal_agent(connection, actor, code, self._clock.now())
        if not actor.may(Permission.RECORDS_WRITE):
            raise DomainError(FORBIDDEN)
        agent_id: int | None = await connection.fetchval("SELECT id FROM agent WHERE code = $1", code)
        if agent_id is None:
            raise DomainError(NO_SUCH["agent"], key=code)
        return agent_id


async def kept(connection: Connection, agent_id: int, kinds: Collection[str], *, results: bool = True) -> list[Record]:
    """Records of these kinds, newest day first, the withdrawn ones with when, by whom and why; without `results` none that
    tells what somebody's learning came to as a trainee."""
    rows = await connection.fetch(_OF_AGENT, agent_id, sorted(kinds), results)
    return [
        Record(
            row["id"], row["on_day"], _body.decode(row["body"]), row["accepted_at"], row["entered_by"], row["source"],
            row["carried_over"], row["ref"], row["withdrawn_at"], row["withdrawn_by"], row["withdrawn_because"],
        )
        for row in rows
    ]  # fmt: skip


def _named(body: AnyBody, words: Names) -> Bilingual | None:
    """What a record is about, where the centre has a name for it; codes carried over without one stay codes."""
    known: Mapping[str, tuple[str, str]] = {}
    code = ""
    match body:
        case Course() | Attended() | Practice():
            known, code = words.courses, body.course
        case Exam():
            known, code = words.exams, body.exam
        case Badge():
            known, code = words.badges, body.badge
    found = known.get(code)
    return None if found is None else Bilingual(*found)


async def names_of(connection: Connection, actor: Actor | None, records: Collection[Record]) -> dict[str, str]:
    """What to call those who entered and withdrew."""
    keys = {record.entered_by for record in records} | {record.withdrawn_by or "" for record in records}
    locale = "zh" if actor is None else actor.locale
    rows = await connection.fetch(_NAMES, sorted(keys), locale)
    return {row["key"]: row["name"] for row in rows}
