"""Marks a paper that is handed in or over, once, and tells everybody who builds on the mark in the same transaction."""

from datetime import datetime

import msgspec

from career.exact import MICRO, format_ratio
from career.training.bank import Answer, Item, mark
from server.db.pool import Connection
from server.facts.promising import Promise, promise
from server.training import archive
from server.training.care import offers
from server.wire import Bilingual

PAPER = msgspec.json.Decoder(tuple[Item, ...]).decode
_answer = msgspec.json.Decoder(Answer).decode

_SITTING = """
SELECT s.id, s.paper, s.passes, s.ends, s.handed_in, s.light, s.on_day, s.agent_id, a.code AS agent, e.code AS exam,
       e.counting, e.title_zh, e.title_en
FROM exam_sitting s JOIN agent a ON a.id = s.agent_id JOIN exam e ON e.id = s.exam_id
WHERE s.id = $1 AND s.marked_at IS NULL FOR UPDATE OF s"""


async def mark_sitting(connection: Connection, sitting_id: int, now: datetime) -> bool:
    """Whether this call marked it. Whoever comes second waits for the first and finds nothing left to do."""
    row = await connection.fetchrow(_SITTING, sitting_id)
    if row is None:
        return False
    given = await connection.fetch("SELECT question, answer FROM exam_answer WHERE sitting_id = $1", sitting_id)
    marked = mark(PAPER(row["paper"]), {one["question"]: _answer(one["answer"]) for one in given}, row["passes"])
    handed_in = row["handed_in"] or min(now, row["ends"])
    await connection.execute(
        "UPDATE exam_sitting SET handed_in = $2, marked_at = $3, score = $4, passed = $5, shares = $6::jsonb WHERE id = $1",
        sitting_id,
        handed_in,
        now,
        marked.score,
        marked.passed,
        msgspec.json.encode(marked.shares).decode(),
    )
    if row["light"]:
        return True
    await offers.follow(connection, row["agent_id"], row["on_day"])
    if row["counting"]:
        name = f"exam:{row['exam']}:{sitting_id}"
        value = format_ratio((marked.score, MICRO))
        await promise(connection, "training", [Promise(name, row["agent"], "training_score", handed_in, value)])
        # More people read the archive than results: it tells what was passed, and of the others that they were taken.
        zh, en = ("通过考试", "Exam passed") if marked.passed else ("参加考试", "Exam taken")
        title = Bilingual(f"{zh}：{row['title_zh']}", f"{en}: {row['title_en']}")
        await archive.add(connection, row["agent_id"], "exam", row["on_day"], title, {"exam": row["exam"]}, name)
    return True
