"""Shows how strict teams and leads were, so that one measure is applied to all; never about fewer than five people."""

from career.trying import REST, SMALLEST_GROUP, Rate, pass_rates
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.ladder.cycles import store
from server.ladder.cycles.reading import seen_cycle
from server.ladder.cycles.showing import hidden_from
from server.ladder.cycles.who import viewer_of
from server.ladder.cycles.wire import CalibrationOut, SplitOut
from server.wire import Bilingual

_OTHERS = Bilingual(zh="其他", en="Others")


class CalibratingService:
    """See the module."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def calibration(self, actor: Actor, cycle_id: int) -> CalibrationOut:
        """The recommendations by the candidates' teams and by who gave them."""
        async with self._db.connection() as connection:
            viewer = await viewer_of(connection, actor)
            cycle = await seen_cycle(connection, viewer, cycle_id)
            everybody = await store.candidates(connection, cycle.id, None, self._clock.now())
            said = [
                ({"team": one.team.code if one.team else REST, "lead": recommendation.by}, recommendation.support)
                for one in everybody
                # Without hidden files: beside the list the sums would tell what was said about them.
                if one.candidacy.withdrawn is None and hidden_from(viewer, one) is None
                for recommendation in one.candidacy.recommendations
            ]
            names = {one.team.code: one.team.name for one in everybody if one.team}
            leads = await _leads(connection, {groups["lead"] for groups, _ in said})
        rates = pass_rates(said)
        enough = len(said) >= SMALLEST_GROUP
        return CalibrationOut(
            people=len(said) if enough else 0,
            supported=sum(support for _, support in said) if enough else 0,
            teams=[_split(rate, names) for rate in rates.get("team", ())],
            leads=[_split(rate, leads) for rate in rates.get("lead", ())],
        )


def _split(rate: Rate, names: dict[str, Bilingual]) -> SplitOut:
    name = _OTHERS if rate.group == REST else names.get(rate.group, Bilingual(zh=rate.group, en=rate.group))
    return SplitOut(name, rate.people, rate.ready)


async def _leads(connection: Connection, keys: set[str]) -> dict[str, Bilingual]:
    codes = sorted(key.removeprefix("agent:") for key in keys)
    rows = await connection.fetch("SELECT code, name_zh, name_en FROM agent WHERE code = ANY($1::text[])", codes)
    return {f"agent:{row['code']}": Bilingual(row["name_zh"], row["name_en"]) for row in rows}
