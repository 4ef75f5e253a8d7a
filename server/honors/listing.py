"""Names in a sentence: the first few of many, and how many more there are."""

from collections.abc import Collection, Sequence

from server.db.pool import Connection
from server.wire import Bilingual

_NAMED = 5


def listed(names: Sequence[Bilingual]) -> Bilingual:
    """Some names, the others counted."""
    zh, en = "、".join(one.zh for one in names[:_NAMED]), ", ".join(one.en for one in names[:_NAMED])
    more = len(names) - _NAMED
    return Bilingual(f"{zh}等 {len(names)} 人" if more > 0 else zh, f"{en} and {more} more" if more > 0 else en)


async def names_of(connection: Connection, agent_ids: Collection[int]) -> dict[int, Bilingual]:
    """The names of agents, in the order of their codes."""
    rows = await connection.fetch(
        "SELECT a.id, a.name_zh, a.name_en FROM unnest($1::int[]) AS asked(id) JOIN agent a ON a.id = asked.id ORDER BY a.code",
        sorted(set(agent_ids)),
    )
    return {row["id"]: Bilingual(row["name_zh"], row["name_en"]) for row in rows}
