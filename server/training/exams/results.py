"""Results and who reads them: the person, the trainer who invited the person, and the class teacher of that time. Nobody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from career.exact import MICRO, Ratio, published
from career.training.sitting import Retakes, may_sit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.people.rostered import Span
from server.reports.grid import Line, Sheet, write_book
from server.training.exams import hours, store
from server.training.exams.bank import names_of
from server.training.exams.marking import PAPER
from server.training.exams.sitting import own_agent
from server.training.exams.store import EXAM, Exam, exam_of
from server.wire import Bilingual

SMALLEST_GROUP = 5
"""People below whom a summary would tell about persons."""
Locale = Literal["zh", "en"]

_shares = msgspec.json.Decoder(tuple[Ratio, ...]).decode

# Bound to $1, the account: who invited the person to this exam, or taught the person's class on the day.
_READS = """
(EXISTS (SELECT FROM exam_invitation i WHERE i.exam_id = s.exam_id AND i.agent_id = s.agent_id AND i.invited_by = $1)
 OR EXISTS (SELECT FROM trainee t JOIN training_class c ON c.id = t.class_id WHERE t.agent_id = s.agent_id
            AND c.teacher_id = $1 AND t.joined_on <= s.on_day AND (t.ended_on IS NULL OR s.on_day <= t.ended_on)))"""


class TopicShare(Struct, frozen=True):
    """How much of a topic was right, micro-units of per cent."""

    topic: str
    name: Bilingual
    questions: int
    share: int


class Result(Struct, frozen=True, kw_only=True):
    """A marked sitting."""

    sitting: int
    exam: str
    title: Bilingual
    light: bool
    counting: bool
    attempt: int
    on: date
    score: int
    passed: bool
    topics: tuple[TopicShare, ...] = ()


class Mine(Struct, frozen=True):
    """An exam somebody is invited to: the sitting under way, when there is one, and why none can be begun now, when that is so.

    `any_time` is why it may be taken outside rostered time."""

    exam: Exam
    on_day: date
    sitting: int | None
    passed: bool
    tries: int
    no: str | None
    no_word: str
    any_time: str | None = None


class PersonsResult(Struct, frozen=True):
    """A result with whose it is, for those who may read it."""

    code: str
    name_zh: str
    name_en: str
    on: date
    attempt: int
    score: int
    passed: bool


class Summary(Struct, frozen=True):
    """How an exam went among at least five people; null below that."""

    people: int
    passed: int
    mean: int
    topics: tuple[TopicShare, ...]


class ResultsService:
    """Queries only."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def mine(self, actor: Actor) -> tuple[list[Mine], list[Result], date]:
        """The own invitations that can still be taken or are under way, the own results, and the own day."""
        agent_id, now = own_agent(actor), self._clock.now()
        async with self._db.connection() as connection:
            zone = await connection.fetchval(
                "SELECT s.zone FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1", agent_id
            )
            today: date = await connection.fetchval("SELECT ($1::timestamptz AT TIME ZONE $2)::date", now, zone)
            rows = await connection.fetch(
                f"SELECT {EXAM}, i.on_day, i.any_time FROM exam_invitation i JOIN exam e ON e.id = i.exam_id"
                " WHERE i.agent_id = $1 AND NOT e.withdrawn AND (e.closes > $2 OR EXISTS (SELECT FROM exam_sitting s"
                "  WHERE s.exam_id = e.id AND s.agent_id = $1 AND s.marked_at IS NULL))"
                " ORDER BY i.on_day, e.code",
                agent_id,
                now,
            )
            sat = await connection.fetch(
                "SELECT id, exam_id, on_day, passed, ends FROM exam_sitting WHERE agent_id = $1 AND NOT light", agent_id
            )
            invited = [
                replace(
                    _mine(exam_of(row), row["on_day"], [one for one in sat if one["exam_id"] == row["id"]], today, now),
                    any_time=row["any_time"],
                )
                for row in rows
            ]
            return await self._when(connection, agent_id, invited, now), await self._own(connection, agent_id), today

    async def _when(self, connection: Connection, agent_id: int, mine: list[Mine], now: datetime) -> list[Mine]:
        """Those that do not fit into the time at work now say from when on they do."""
        (person,) = await store.sitters(connection, agent_id=agent_id, lock=False)
        work = (await hours.at_work(connection, [person], person.day(now)))[agent_id]
        return [_at_work(one, work, now) for one in mine]

    async def _own(self, connection: Connection, agent_id: int) -> list[Result]:
        rows = await connection.fetch(
            "SELECT s.*, e.code, e.title_zh, e.title_en, e.counting FROM exam_sitting s JOIN exam e ON e.id = s.exam_id"
            " WHERE s.agent_id = $1 AND s.marked_at IS NOT NULL ORDER BY s.handed_in DESC, s.id DESC LIMIT 200",
            agent_id,
        )
        names = await _names(connection, [row["paper"] for row in rows])
        return [
            Result(
                sitting=row["id"],
                exam=row["code"],
                title=Bilingual(row["title_zh"], row["title_en"]),
                light=row["light"],
                counting=row["counting"] and not row["light"],
                attempt=row["attempt"],
                on=row["on_day"],
                score=row["score"],
                passed=row["passed"],
                topics=_topics([(row["paper"], row["shares"])], names),
            )
            for row in rows
        ]

    async def of_exam(self, actor: Actor, code: str) -> tuple[Exam, list[PersonsResult], Summary | None]:
        """An exam's results that this actor may read by name, and a summary of all where enough took it."""
        async with self._db.connection() as connection:
            exam = await store.exam_by(connection, code)
            rows = await connection.fetch(
                "SELECT a.code, a.name_zh, a.name_en, s.on_day AS on, s.attempt, s.score, s.passed"
                " FROM exam_sitting s JOIN agent a ON a.id = s.agent_id"
                f" WHERE s.exam_id = $2 AND NOT s.light AND s.marked_at IS NOT NULL AND {_READS}"
                " ORDER BY a.code, s.attempt",
                actor.id if actor.kind == "account" else 0,
                exam.id,
            )
            best = await connection.fetch(
                "SELECT DISTINCT ON (agent_id) score, passed, paper, shares FROM exam_sitting"
                " WHERE exam_id = $1 AND NOT light AND marked_at IS NOT NULL ORDER BY agent_id, score DESC",
                exam.id,
            )
            names = await _names(connection, [row["paper"] for row in best])
        named = [PersonsResult(**row) for row in rows]
        if len(best) < SMALLEST_GROUP:
            return exam, named, None
        mean = published((sum(row["score"] for row in best), len(best) * MICRO))
        topics = _topics([(row["paper"], row["shares"]) for row in best], names)
        return exam, named, Summary(len(best), sum(row["passed"] for row in best), mean, topics)

    async def _invited(self, exam: Exam, locale: Locale) -> Sheet:
        async with self._db.connection() as connection:
            rows = await connection.fetch(
                "SELECT a.code, a.name_zh, a.name_en, i.on_day, i.any_time, EXISTS (SELECT FROM exam_sitting s"
                " WHERE s.exam_id = i.exam_id AND s.agent_id = i.agent_id AND NOT s.light) AS taken"
                " FROM exam_invitation i JOIN agent a ON a.id = i.agent_id WHERE i.exam_id = $1 ORDER BY i.on_day, a.code",
                exam.id,
            )
        title, heads = _INVITED[locale]
        words = {"zh": ("否", "是"), "en": ("no", "yes")}[locale]
        lines = [
            Line((row["code"], row[f"name_{locale}"], row["on_day"], words[row["taken"]], row["any_time"]))
            for row in rows
        ]
        return Sheet(title, (Line(heads, "head"), *lines), head=1)

    async def workbook(self, actor: Actor, code: str, locale: Locale) -> bytes:
        """The same results as a workbook; numbers are numbers."""
        exam, named, _ = await self.of_exam(actor, code)
        heads = {
            "zh": ("工号", "姓名", "日期", "次数", "成绩", "是否通过"),
            "en": ("Code", "Name", "Day", "Attempt", "Score", "Passed"),
        }
        words = {"zh": ("是", "否"), "en": ("yes", "no")}[locale]
        lines = [Line(heads[locale], "head")]
        for one in named:
            name = one.name_zh if locale == "zh" else one.name_en
            score = Decimal(one.score) / MICRO
            lines.append(Line((one.code, name, one.on, Decimal(one.attempt), score, words[0 if one.passed else 1])))
        title = exam.sheet.title.zh if locale == "zh" else exam.sheet.title.en
        sheet = Sheet({"zh": "成绩", "en": "Results"}[locale], tuple(lines), head=1)
        invited = await self._invited(exam, locale)
        return write_book([sheet, invited], title=title, made=self._clock.now().astimezone(UTC))


_INVITED = {
    "zh": ("安排", ("工号", "姓名", "日期", "已开考", "排班时间之外也可考的理由")),
    "en": ("Invited", ("Code", "Name", "Day", "Opened", "Why outside rostered time too")),
}


def _mine(exam: Exam, on_day: date, sat: list[dict[str, object]], today: date, now: datetime) -> Mine:
    running = next((row["id"] for row in sat if row["passed"] is None and row["ends"] > now), None)  # type: ignore[operator]
    before = [(row["on_day"], bool(row["passed"])) for row in sat]
    retakes: Retakes = exam.sheet.retakes
    no = None if running is not None else may_sit(before, retakes, today)  # type: ignore[arg-type]
    code, word = (no.code, no.word) if no is not None else (None, "")
    if code is None and running is None and now < exam.sheet.opens:
        code = "not_open_yet"
    passed = any(one for _, one in before)
    return Mine(exam, on_day, running, passed, len(before), code, word)  # type: ignore[arg-type]


def _at_work(one: Mine, work: Sequence[Span], now: datetime) -> Mine:
    if one.no is not None or one.sitting is not None or one.any_time is not None:
        return one
    sheet = one.exam.sheet
    fits, next_time = hours.may_now(work, now, min(timedelta(minutes=sheet.blueprint.minutes), sheet.closes - now))
    if fits:
        return one
    return replace(
        one,
        no="outside_work" if next_time else "outside_work_unknown",
        no_word=next_time.isoformat() if next_time else "",
    )


async def _names(connection: Connection, papers: list[str]) -> dict[str, Bilingual]:
    return await names_of(connection, {item.question.topic for paper in papers for item in PAPER(paper)})


def _topics(papers: list[tuple[str, str]], names: dict[str, Bilingual]) -> tuple[TopicShare, ...]:
    """Shares by topic over some papers, every question alike."""
    asked: dict[str, int] = {}
    right: dict[str, Ratio] = {}
    for paper, shares in papers:
        for item, (a, b) in zip(PAPER(paper), _shares(shares), strict=True):
            topic = item.question.topic
            asked[topic] = asked.get(topic, 0) + 1
            top, bottom = right.get(topic, (0, 1))
            right[topic] = (top + a * (bottom // b), bottom) if bottom % b == 0 else (top * b + a * bottom, bottom * b)
    return tuple(
        TopicShare(topic, names[topic], n, published((100 * right[topic][0], right[topic][1] * n)))
        for topic, n in sorted(asked.items())
    )
