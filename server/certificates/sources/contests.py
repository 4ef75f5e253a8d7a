"""Places on the podium of contests whose result is signed, in the revision in force: of teams, of agents, of a team's members."""

from datetime import date

from msgspec import Struct

from server.certificates.grounds import Deserved, Kind, Wanted
from server.certificates.words import AWARD, PLACES
from server.contests.after.deeds import PODIUM, on_podium
from server.contests.after.results import decode_standings
from server.db.pool import Connection
from server.wire import Bilingual

_SIGNED = """
WITH latest AS (
    SELECT DISTINCT ON (contest_id) contest_id, revision, on_day FROM contest_deeds ORDER BY contest_id, revision DESC
)
SELECT l.contest_id, l.revision, l.on_day, c.title_zh, c.title_en, c.participants = 'team' AS teams
FROM latest l JOIN contest c ON c.id = l.contest_id
WHERE c.cancelled_at IS NULL AND l.on_day >= $1 AND l.on_day < $2 AND ($3::int[] IS NULL OR l.contest_id = ANY($3::int[]))
ORDER BY l.contest_id"""

_MEMBERS = """
SELECT d.contest_id, d.agent_id, d.place FROM unnest($1::int[], $2::int[]) AS asked(contest_id, revision)
JOIN contest_deed d USING (contest_id, revision)
WHERE d.podium AND d.place <= $3 AND ($4::int[] IS NULL OR d.agent_id = ANY($4::int[])) ORDER BY d.contest_id, d.place, d.agent_id"""


class _Signed(Struct, frozen=True):
    contest_id: int
    revision: int
    on_day: date
    title_zh: str
    title_en: str
    teams: bool


class Places:
    """See `grounds.Source`. The ground names the contest and the place, as in 7:1."""

    kind: Kind = "place"

    async def deserved(self, connection: Connection, wanted: Wanted) -> list[Deserved]:
        """Teams and people; a contest that is reopened keeps its places until it is signed anew."""
        signed = [
            _Signed(**row) for row in await connection.fetch(_SIGNED, wanted.first, wanted.before, wanted.numbers)
        ]
        found = await _members(connection, signed, wanted)
        if wanted.teams is None or wanted.teams:
            for one in signed:
                if one.teams:
                    found += await _teams(connection, one, wanted)
        return [one for one in found if wanted.grounds is None or one.ground in wanted.grounds]


async def _members(connection: Connection, signed: list[_Signed], wanted: Wanted) -> list[Deserved]:
    agents = None if wanted.agents is None else list(wanted.agents)
    rows = await connection.fetch(
        _MEMBERS, [one.contest_id for one in signed], [one.revision for one in signed], PODIUM, agents
    )
    by_id = {one.contest_id: one for one in signed}
    return [_deserved(by_id[row["contest_id"]], row["place"], agent_id=row["agent_id"]) for row in rows]


async def _teams(connection: Connection, one: _Signed, wanted: Wanted) -> list[Deserved]:
    data = await connection.fetchval(
        "SELECT standings FROM contest_result WHERE contest_id = $1 AND revision = $2", one.contest_id, one.revision
    )
    rows = decode_standings(data).rows if data is not None else ()
    podium = on_podium(rows)
    found = []
    for row in rows:
        if row.participant in podium and row.rank is not None and row.participant.startswith("t"):
            team_id = int(row.participant[1:])
            if wanted.teams is None or team_id in wanted.teams:
                found.append(_deserved(one, row.rank, team_id=team_id))
    return found


def _deserved(one: _Signed, place: int, agent_id: int | None = None, team_id: int | None = None) -> Deserved:
    won = PLACES[place - 1]
    in_team = one.teams and agent_id is not None
    return Deserved(
        kind="place",
        ground=f"{one.contest_id}:{place}",
        agent_id=agent_id,
        team_id=team_id,
        on=one.on_day,
        name=Bilingual(zh=f"{one.title_zh} · {won.zh}", en=f"{one.title_en} · {won.en}"),
        says=Bilingual(
            zh=f"{'所在班组' if in_team else ''}在“{one.title_zh}”中荣获{won.zh}。特发此状，以资鼓励。",
            en=f"{f'playing for the team that took {won.en}' if in_team else won.en} in “{one.title_en}”.",
        ),
        title=AWARD,
    )
