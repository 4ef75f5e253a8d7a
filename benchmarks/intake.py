"""(a) Durable facts per second over HTTP while 20 contests are scored, against COPY of the same rows."""

import asyncpg

from benchmarks.company import company
from benchmarks.stage import Stage

FACTS = 96_000
LINES = 32
ROUNDS = 3


async def measure(stage: Stage, agents: int) -> tuple[float, float]:
    """(facts/s acknowledged over HTTP, rows/s copied), each the best of three alternated rounds.

    The floor is a table made like `fact`, with all its indexes, in the same database, committed every 1,000 rows.
    """
    connection = await asyncpg.connect(stage.database)
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS fact_floor (LIKE fact INCLUDING ALL)")
        async with company("benchmarks.sender") as sender:
            over_http, copied = 0.0, 0.0
            for _ in range(ROUNDS):
                floor = await sender.tell("copy", database=stage.database, agents=agents, count=FACTS, lines=LINES)
                copied = max(copied, FACTS / floor["seconds"])
                told = await sender.tell(
                    "deliver", port=stage.port, token=stage.token, agents=agents, count=FACTS, lines=LINES
                )
                over_http = max(over_http, FACTS / told["seconds"])
        await connection.execute("DROP TABLE fact_floor")
    finally:
        await connection.close()
    return over_http, copied
