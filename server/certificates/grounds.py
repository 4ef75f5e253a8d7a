"""What a certificate may be for. Each kind of ground has a source, which finds what stands; the rest of the room asks them all."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct

from server.db.pool import Connection
from server.wire import Bilingual, Named

Kind = Literal["award", "place", "honor", "exam", "course", "external"]
KINDS: tuple[Kind, ...] = ("award", "place", "honor", "exam", "course", "external")

CLOSED: frozenset[Kind] = frozenset({"exam", "course"})
"""What somebody learnt is for HR and the person alone: it may tell what a trainee came to."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Whose, and from when. None of `agents` and `teams` is everybody; `grounds` asks for some by name, whatever their day."""

    agents: tuple[int, ...] | None = None
    teams: tuple[int, ...] | None = None
    first: date = date(1970, 1, 1)
    before: date = date(9999, 1, 1)
    grounds: tuple[str, ...] | None = None

    @property
    def numbers(self) -> list[int] | None:
        """Grounds that begin with a number, as it is in the database; what cannot be one there is nothing."""
        if self.grounds is None:
            return None
        heads = {one.partition(":")[0] for one in self.grounds}
        return sorted(int(one) for one in heads if one.isascii() and one.isdecimal() and len(one) < 10)


class Deserved(Struct, frozen=True, kw_only=True):
    """Something earned that stands. `name` is what it is called on a list, `says` the sentence on paper: of Chinese a whole
    one after the name, in English what follows *for*, or a whole one where it begins with a capital."""

    kind: Kind
    ground: str
    agent_id: int | None = None
    team_id: int | None = None
    on: date
    name: Bilingual
    says: Bilingual
    title: Bilingual

    @property
    def key(self) -> tuple[str, str, int | None, int | None]:
        """What a certificate is made for once."""
        return self.kind, self.ground, self.agent_id, self.team_id


class Source(Protocol):
    """Finds the grounds of one kind."""

    kind: Kind

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """What stands of it."""
        ...


async def standing(
    connection: Connection, sources: Sequence[Source], keys: Sequence[tuple[str, str, int | None, int | None]]
) -> dict[tuple[str, str, int | None, int | None], Deserved]:
    """Those among some grounds that stand."""
    found = {}
    for source in sources:
        of_kind = [key for key in keys if key[0] == source.kind]
        if of_kind:
            wanted = Wanted(
                grounds=tuple(sorted({key[1] for key in of_kind})),
                agents=tuple(sorted({key[2] for key in of_kind if key[2] is not None})),
                teams=tuple(sorted({key[3] for key in of_kind if key[3] is not None})),
            )
            found.update({one.key: one for one in await source.deserved(connection, wanted)})
    asked = set(keys)
    return {key: one for key, one in found.items() if key in asked}


async def of_the_living(connection: Connection, found: Sequence[Deserved]) -> list[Deserved]:
    """Without those who were erased: nobody prints anything for them any more."""
    rows = await connection.fetch(
        "SELECT a.id FROM unnest($1::int[]) AS asked(id) JOIN agent a USING (id) WHERE a.code = 'erased-' || a.id",
        sorted({one.agent_id for one in found if one.agent_id is not None}),
    )
    erased = {row["id"] for row in rows}
    return [one for one in found if one.agent_id not in erased]


async def names_of(
    connection: Connection, agents: Sequence[int], teams: Sequence[int]
) -> tuple[dict[int, Named], dict[int, Named]]:
    """Names of agents and of teams."""
    found: list[dict[int, Named]] = []
    for table, ids in (("agent", agents), ("team", teams)):
        rows = await connection.fetch(
            f"SELECT t.id, t.code, t.name_zh, t.name_en FROM unnest($1::int[]) AS asked(id) JOIN {table} t USING (id)",
            sorted(set(ids)),
        )
        found.append({row["id"]: Named(row["code"], Bilingual(row["name_zh"], row["name_en"])) for row in rows})
    return found[0], found[1]
