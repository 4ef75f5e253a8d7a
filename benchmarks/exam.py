"""An exam of 100 questions taken by 200 people at once over HTTP, the server killed under them: no acknowledged answer is lost.

python -m benchmarks.exam [people] [questions] [answers in one save] [kills]
"""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct, field

from benchmarks.sender import Line
from benchmarks.stage import Service, Stage, folder, hold
from career.training.bank import Option, Question, Single
from server.auth.gate import SESSION_COOKIE
from server.auth.secrets import digest, new_token

_EXAM = "everybody"


class Outcome(Struct):
    """What it took, and everything that was not as it should be."""

    people: int
    requests: int = 0
    repeated: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def slowest(self, share: float) -> float:
        """The wait in milliseconds that so large a share of the requests stayed below."""
        return sorted(self.waits)[int(len(self.waits) * share)] * 1000 if self.waits else 0.0


async def run(people: int = 200, questions: int = 100, fold: int = 1, kills: int = 1) -> Outcome:
    """Everybody opens the paper at once, answers, and hands in twice; then every mark is compared with what was answered."""
    outcome = Outcome(people)
    async with folder() as where, hold(Path(where), agents=people, teams=10, contests=0) as (stage, service):
        sessions = await _prepare(stage, people, questions)
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number, session in enumerate(sessions):
                group.create_task(_sit(stage, session, number, fold, outcome))
            for _ in range(kills):
                group.create_task(_strike(service, outcome))
        outcome.seconds = time.perf_counter() - began
        await _examine(stage, questions, outcome)
    return outcome


async def _prepare(stage: Stage, people: int, questions: int) -> list[str]:
    """A bank, an exam, and people with sessions. Straight into the tables: filling is not what is measured."""
    connection = await asyncpg.connect(stage.database)
    now = datetime.now(UTC)
    sessions = [new_token() for _ in range(people)]
    try:
        options = tuple([Option(str(n), str(n)) for n in range(4)])
        bank = [
            Question(f"q-{n}", "all", f"题 {n}", f"Question {n}", Single(options, n % 4)) for n in range(2 * questions)
        ]
        await connection.executemany(
            "INSERT INTO exam_question (code, topic, body, changed_at) VALUES ($1, $2, $3::jsonb, $4)",
            [(one.code, one.topic, msgspec.json.encode(one).decode(), now) for one in bank],
        )
        blueprint = {"parts": [{"topic": "all", "questions": questions}], "minutes": 60, "passes": "80"}
        await connection.execute(
            "INSERT INTO exam (code, title_zh, title_en, blueprint, opens, closes, counting, attempts, days_between, changed_at)"
            " VALUES ($1, '统考', 'For everybody', $2::jsonb, $3, $4, true, 1, 0, $3)",
            _EXAM,
            msgspec.json.encode(blueprint).decode(),
            now,
            now + timedelta(hours=8),
        )
        await connection.execute("UPDATE exam_load SET questions = 100")
        await connection.execute(
            "INSERT INTO exam_invitation SELECT 1, id, $1::timestamptz::date, 1, $1, 'a benchmark' FROM agent", now
        )
        for number, session in enumerate(sessions, start=1):
            account = await connection.fetchval(
                "INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
                " VALUES ($1, '', 'agent', $2, $1, $3) RETURNING id",
                f"sitter{number}",
                number,
                now,
            )
            await connection.execute(
                "INSERT INTO session VALUES ($1, $2, $3, $3, $4)",
                digest(session),
                account,
                now,
                now + timedelta(days=1),
            )
    finally:
        await connection.close()
    return sessions


class Desk:
    """One person's browser. The connection is the lean one of the other benchmarks: twenty thousand requests of a full client
    took longer to make than to answer."""

    def __init__(self, port: int, session: str, outcome: Outcome) -> None:
        self._port = port
        self._session = session
        self._outcome = outcome
        self._line: Line | None = None

    async def ask(self, method: str, path: str, body: object) -> tuple[int, Any]:
        """As a browser does it: again and again until the server answers."""
        content = b"" if body is None else msgspec.json.encode(body)
        request = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: bench\r\nCookie: {SESSION_COOKIE}={self._session}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        ).encode() + content
        while True:
            sent = time.perf_counter()
            status, answer = await self._try(request)
            if status < 500:
                self._outcome.requests += 1
                self._outcome.waits.append(time.perf_counter() - sent)
                if status >= 400 and status != 409:
                    raise RuntimeError(f"{method} {path}: {answer!r}")
                return status, msgspec.json.decode(answer) if answer else None
            self._outcome.repeated += 1
            await asyncio.sleep(0.5)

    async def _try(self, request: bytes) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(60):
                if self._line is None:
                    self._line = await Line.open(self._port)
                return await self._line.ask(request)
        except (OSError, EOFError):  # a timeout is an OSError, a connection cut short an EOFError
            self.leave()
            return 599, b""

    def leave(self) -> None:
        """Close the connection; the next request opens another."""
        if self._line is not None:
            self._line.close()
            self._line = None


async def _sit(stage: Stage, session: str, number: int, fold: int, outcome: Outcome) -> None:
    """One person: every second question right for odd numbers, all for even ones; one save in ten sent twice."""
    desk = Desk(stage.port, session, outcome)
    _, seat = await desk.ask("POST", f"/exams/{_EXAM}/sittings", {})
    codes = [one["code"] for one in seat["paper"]]
    path = f"/sittings/{seat['id']}/answers"
    for first in range(0, len(codes), fold):
        saves = [
            {"question": code, "answer": [(int(code[2:]) + (number % 2) * (at % 2)) % 4], "number": 2 + at}
            for at, code in enumerate(codes[first : first + fold], start=first)
        ]
        await desk.ask("PUT", path, {"answers": saves})
        if first // fold % 10 == 0:
            await desk.ask("PUT", path, {"answers": saves})
            older = [{**one, "answer": [3], "number": 1} for one in saves]
            await desk.ask("PUT", path, {"answers": older})
    for _ in range(2):
        await desk.ask("POST", f"/sittings/{seat['id']}/submit", None)
    status, _ = await desk.ask("PUT", path, {"answers": [{**saves[0], "number": 999}]})
    if status != 409:
        outcome.faults.append(f"a late save of {number} was answered {status}")
    desk.leave()


async def _strike(service: Service, outcome: Outcome) -> None:
    """Kill the server once answers are flowing, and start it again."""
    while outcome.requests < outcome.people * 2:  # noqa: ASYNC110  an event would have to be told by every request
        await asyncio.sleep(0.05)
    await service.kill()
    await service.start()


async def _examine(stage: Stage, questions: int, outcome: Outcome) -> None:
    connection = await asyncpg.connect(stage.database)
    try:
        rows = await connection.fetch("SELECT agent_id, score FROM exam_sitting WHERE marked_at IS NOT NULL")
        # A promise is crossed out only after its facts are taken in: until then both are there.
        while await connection.fetchval("SELECT count(*) FROM promised_facts"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        promised = await connection.fetchval("SELECT count(*) FROM fact WHERE fact_id LIKE 'exam:%'")
    finally:
        await connection.close()
    if len(rows) != outcome.people or promised != outcome.people:
        outcome.faults.append(f"{len(rows)} papers marked and {promised} facts for {outcome.people} people")
    half = (questions + 1) // 2
    for row in rows:
        # Numbers begin at 0, agents at 1: even agents answered every second question wrong.
        right = half if row["agent_id"] % 2 == 0 else questions
        if row["score"] != right * 100_000_000 // questions:
            outcome.faults.append(f"agent {row['agent_id']}: {row['score']} for {right} of {questions}")


def main() -> None:
    """One run with what is given."""
    outcome = asyncio.run(run(*[int(one) for one in sys.argv[1:]]))
    sys.stdout.write(
        f"{outcome.people} people, {outcome.requests} requests in {outcome.seconds:.1f} s"
        f" ({outcome.requests / outcome.seconds:.0f}/s), half below {outcome.slowest(0.5):.0f} ms,"
        f" 95 % below {outcome.slowest(0.95):.0f} ms, {outcome.repeated} repeated, faults: {outcome.faults or 'none'}\n"
    )
    sys.exit(1 if outcome.faults else 0)


if __name__ == "__main__":
    main()
