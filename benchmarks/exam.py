"""An exam of 100 questions taken by 200 people at once over HTTP, the server killed under them: no acknowledged answer is lost.

python -m benchmarks.exam [people] [questions] [answers in one save] [kills]
"""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import msgspec
from msgspec import Struct, field

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
            "INSERT INTO exam_invitation SELECT 1, id, $1::timestamptz::date, 1, $1 FROM agent", now
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


async def _sit(stage: Stage, session: str, number: int, fold: int, outcome: Outcome) -> None:
    """One person: every second question right for odd numbers, all for even ones; one save in ten sent twice."""
    cookies = {SESSION_COOKIE: session}
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{stage.port}/api/v1", cookies=cookies, timeout=60
    ) as client:
        seat = (await _ask(client, "POST", f"/exams/{_EXAM}/sittings", {}, outcome)).json()
        codes = [one["code"] for one in seat["paper"]]
        for first in range(0, len(codes), fold):
            saves = [
                {"question": code, "answer": [(int(code[2:]) + (number % 2) * (at % 2)) % 4], "number": 2 + at}
                for at, code in enumerate(codes[first : first + fold], start=first)
            ]
            path = f"/sittings/{seat['id']}/answers"
            await _ask(client, "PUT", path, {"answers": saves}, outcome)
            if first // fold % 10 == 0:
                await _ask(client, "PUT", path, {"answers": saves}, outcome)
                older = [{**one, "answer": [3], "number": 1} for one in saves]
                await _ask(client, "PUT", path, {"answers": older}, outcome)
        for _ in range(2):
            await _ask(client, "POST", f"/sittings/{seat['id']}/submit", None, outcome)
        late = await _ask(
            client, "PUT", f"/sittings/{seat['id']}/answers", {"answers": [{**saves[0], "number": 999}]}, outcome
        )
        if late.status_code != 409:
            outcome.faults.append(f"a late save of {number} was answered {late.status_code}")


async def _ask(client: httpx.AsyncClient, method: str, path: str, body: object, outcome: Outcome) -> httpx.Response:
    """As a browser does it: again and again until the server answers."""
    while True:
        sent = time.perf_counter()
        try:
            answer = await client.request(method, path, json=body)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code < 500:
            outcome.requests += 1
            outcome.waits.append(time.perf_counter() - sent)
            if answer.status_code >= 400 and answer.status_code != 409:
                raise RuntimeError(f"{method} {path}: {answer.text}")
            return answer
        outcome.repeated += 1
        await asyncio.sleep(0.5)


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
