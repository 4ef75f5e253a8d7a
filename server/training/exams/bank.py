"""The question bank: one row per question as it stands now; papers drawn before keep the copy they were drawn with."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from career.training.bank import Blueprint, Part, Question, check
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import TAKEN, DomainError
from server.training.exams.refusals import BAD_QUESTION, NO_QUESTION, NO_TOPIC, refuse_faults
from server.wire import Bilingual

_decode = msgspec.json.Decoder(Question).decode
_ANY = Blueprint((Part("any", 1),))


class Kept(Struct, frozen=True):
    """A question of the bank and whether papers are still drawn from it."""

    question: Question
    retired: bool = False


class Topic(Struct, frozen=True):
    """A topic, what it is called, and how many questions can be drawn."""

    topic: str
    name: Bilingual
    questions: int


def fit(question: Question) -> None:
    """Raise `bad_question` for one that nobody could be marked by."""
    refuse_faults(BAD_QUESTION, check([question], _ANY))


async def drawable(connection: Connection, topics: Iterable[str]) -> list[Question]:
    """What papers of these topics are drawn from, in an order that does not matter."""
    rows = await connection.fetch(
        "SELECT body FROM exam_question WHERE NOT retired AND topic = ANY($1::text[]) ORDER BY code", list(topics)
    )
    return [_decode(row["body"]) for row in rows]


async def names_of(connection: Connection, topics: Iterable[str]) -> dict[str, Bilingual]:
    """What topics are called; those that nobody has named are called by their codes."""
    asked = sorted(set(topics))
    rows = await connection.fetch("SELECT * FROM exam_topic WHERE code = ANY($1::text[])", asked)
    named = {row["code"]: Bilingual(row["name_zh"], row["name_en"]) for row in rows}
    return {one: named.get(one, Bilingual(one, one)) for one in asked}


async def put(connection: Connection, questions: Sequence[Question], now: object) -> None:
    """Write questions as they are to stand from now on; one that was retired is back."""
    await connection.executemany(
        "INSERT INTO exam_question (code, topic, body, changed_at) VALUES ($1, $2, $3::jsonb, $4)"
        " ON CONFLICT (code) DO UPDATE SET topic = EXCLUDED.topic, body = EXCLUDED.body, retired = false,"
        " changed_at = EXCLUDED.changed_at",
        [(one.code, one.topic, msgspec.json.encode(one).decode(), now) for one in questions],
    )


class BankService:
    """Commands and queries on the bank; right answers leave it only towards who keeps it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def questions(self, topic: str | None, words: str, offset: int, limit: int) -> tuple[list[Kept], int]:
        """A slice by code, and how many there are in all."""
        asked = (topic, f"%{words.strip()}%")
        where = (
            " FROM exam_question WHERE ($1::text IS NULL OR topic = $1)"
            " AND (code ILIKE $2 OR body ->> 'zh' ILIKE $2 OR body ->> 'en' ILIKE $2)"
        )
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                f"SELECT body, retired{where} ORDER BY retired, topic, code OFFSET $3 LIMIT $4", *asked, offset, limit
            )
            total: int = await connection.fetchval(f"SELECT count(*){where}", *asked)
        return [Kept(_decode(row["body"]), row["retired"]) for row in rows], total

    async def topics(self) -> list[Topic]:
        """All topics that papers can be drawn from."""
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT topic, count(*) AS questions FROM exam_question WHERE NOT retired GROUP BY topic ORDER BY topic"
            )
            names = await names_of(connection, [row["topic"] for row in rows])
        return [Topic(row["topic"], names[row["topic"]], row["questions"]) for row in rows]

    async def call(self, actor: Actor, topic: str, name: Bilingual) -> None:
        """Say what a topic of the bank is called; papers and results of before are told by the new name. Raises `no_such_topic`."""
        async with self._db.transaction() as connection:
            if not await connection.fetchval("SELECT 1 FROM exam_question WHERE topic = $1 LIMIT 1", topic):
                raise DomainError(NO_TOPIC, key=topic)
            await connection.execute(
                "INSERT INTO exam_topic (code, name_zh, name_en) VALUES ($1, $2, $3)"
                " ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en",
                topic,
                name.zh.strip(),
                name.en.strip(),
            )
            await audit.record(connection, actor, "question.topic", f"topic/{topic}", {"zh": name.zh, "en": name.en})

    async def add(self, actor: Actor, question: Question) -> Kept:
        """A new question. Raises `taken`, `bad_question`."""
        fit(question)
        async with self._db.transaction() as connection:
            # The lock makes two who add the same code at once see each other.
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext('exam_question/' || $1))", question.code)
            if await connection.fetchval("SELECT 1 FROM exam_question WHERE code = $1", question.code):
                raise DomainError(TAKEN, what="question", key=question.code)
            await put(connection, [question], self._clock.now())
            await audit.record(connection, actor, "question.add", f"question/{question.code}")
        return Kept(question)

    async def change(self, actor: Actor, question: Question) -> Kept:
        """Replace a question for papers drawn from now on."""
        fit(question)
        async with self._db.transaction() as connection:
            await _there(connection, question.code)
            await put(connection, [question], self._clock.now())
            await audit.record(connection, actor, "question.change", f"question/{question.code}")
        return Kept(question)

    async def retire(self, actor: Actor, code: str) -> None:
        """Draw it no more. It is kept, as papers drawn before name it."""
        async with self._db.transaction() as connection:
            await _there(connection, code)
            await connection.execute(
                "UPDATE exam_question SET retired = true, changed_at = $2 WHERE code = $1", code, self._clock.now()
            )
            await audit.record(connection, actor, "question.retire", f"question/{code}")


async def _there(connection: Connection, code: str) -> None:
    if await connection.fetchval("SELECT id FROM exam_question WHERE code = $1 FOR UPDATE", code) is None:
        raise DomainError(NO_QUESTION, key=code)
