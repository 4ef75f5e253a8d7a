"""Names in a sentence: the first few of many, and how many more there are; and what is said of who gets something and who loses it."""

from collections.abc import Collection, Sequence

from server.contests.after.effects import Touched
from server.db.pool import Connection
from server.wire import Bilingual

_NAMED = 5


def listed(names: Sequence[Bilingual], unit: str = "人") -> Bilingual:
    """Some names, the others counted; `unit` is what they are counted in, in Chinese."""
    zh, en = "、".join(one.zh for one in names[:_NAMED]), ", ".join(one.en for one in names[:_NAMED])
    more = len(names) - _NAMED
    return Bilingual(f"{zh}等 {len(names)} {unit}" if more > 0 else zh, f"{en} and {more} more" if more > 0 else en)


def touched(title: Bilingual, names: Sequence[Bilingual], *, given: bool, unit: str = "人") -> Touched:
    """Who would be given something, or have it withdrawn."""
    who = listed(names, unit)
    zh, en = ("授予：", "given to ") if given else ("收回：", "withdrawn from ")
    return Touched(title=title, what=Bilingual(f"{zh}{who.zh}", f"{en}{who.en}"))


async def names_of(connection: Connection, whose: Collection[str]) -> dict[str, Bilingual]:
    """The names of agents (`a7`), then of teams (`t3`), in the order of their codes."""
    found: dict[str, Bilingual] = {}
    for table, sort in (("agent", "a"), ("team", "t")):
        rows = await connection.fetch(
            f"SELECT n.id, n.name_zh, n.name_en FROM unnest($1::int[]) AS asked(id) JOIN {table} n ON n.id = asked.id"
            " ORDER BY n.code",
            sorted({int(one[1:]) for one in whose if one.startswith(sort)}),
        )
        found |= {f"{sort}{row['id']}": Bilingual(row["name_zh"], row["name_en"]) for row in rows}
    return found
