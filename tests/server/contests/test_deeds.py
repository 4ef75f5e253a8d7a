"""What final results come to for careers: shared ranks, divisions, who moved between teams, and results that were revised."""

from datetime import date, timedelta

import pytest

from leaderboards.ranking import Standing
from server.contests.after.deeds import PersonDeeds, deeds_of, on_podium
from server.people.memberships import NewMembership
from tests.server.contests.correcting import CUTOFF, HOUR, WEDNESDAY, Desk, later
from tests.server.contests.test_corrections import desk

__all__ = ["desk"]

DAYS = date(2026, 3, 1), date(2026, 4, 1)


def ranked(ranks: str, division: str = "") -> list[Standing]:
    """`1 2 2 -`: the participants a, b, c … with these ranks; a dash is not ranked."""
    return [
        Standing(f"{division}{chr(ord('a') + n)}", None if rank == "-" else int(rank), 0, division=division)
        for n, rank in enumerate(ranks.split())
    ]


@pytest.mark.parametrize(
    ("ranks", "podium"),
    [
        ("1", "a"),  # the only one is the first
        ("1 2", "a"),
        ("1 2 3", "a"),  # half of three is one
        ("1 2 3 4", "ab"),
        ("1 2 3 4 5", "ab"),
        ("1 2 3 4 5 6", "abc"),
        ("1 2 3 4 5 6 7 8 9", "abc"),  # never more than three places
        ("1 1", "ab"),  # who shares the first place is first
        ("1 1 3 4", "ab"),
        ("1 2 2 4", "abc"),  # who shares the second is second
        ("1 2 2 2 5 6", "abcd"),
        ("1 1 1 1 1", "abcde"),
        ("1 2 3 - - -", "a"),  # who is not ranked is nobody's better half
        ("- -", ""),
        ("", ""),
    ],
)
def test_the_podium_is_the_better_half_and_three_places_at_most(ranks: str, podium: str) -> None:
    assert on_podium(ranked(ranks)) == set(podium)


def test_each_division_has_a_podium_of_its_own() -> None:
    rows = [*ranked("1 2 3 4", "rookie:"), *ranked("1 2", "open:"), *ranked("-", "none:")]
    assert on_podium(rows) == {"rookie:a", "rookie:b", "open:a"}


async def _deeds(desk: Desk, **asked: object) -> dict[str, PersonDeeds]:
    await desk.world.contests.deeds.follow(desk.world.clock.at)
    codes = {row["id"]: row["code"] for row in await desk.world.sql.fetch("SELECT id, code FROM agent")}
    found = await deeds_of(desk.world.sql, None, *DAYS, **asked)  # type: ignore[arg-type]
    return {codes[agent]: one for agent, one in found.items()}


async def test_a_revision_moves_the_podium_and_the_day_before_knows_the_old_one(desk: Desk) -> None:
    first = await _deeds(desk)
    assert (
        {code for code, one in first.items() if one.podium}
        == {code for code, one in first.items() if code.startswith("A1") and one.took_part}
        >= {"A12", "A13", "A14"}
    )
    assert {"A22", "A32"} <= {code for code, one in first.items() if one.took_part and one.offered}
    assert not any(one.improvement_award or one.ran for one in first.values())
    signed = desk.world.clock.at
    desk.world.clock.at = signed + timedelta(days=1)
    await desk.world.send(later(desk.world, "b", 48))
    await desk.correct("fact:test/b")
    now, then = await _deeds(desk), await _deeds(desk, signed_before=signed + HOUR)
    assert now["A22"].podium
    assert not now["A12"].podium
    assert now["A12"].took_part
    assert then == first
    # Another look keeps nothing twice.
    assert await _deeds(desk) == now


async def test_who_moved_has_the_place_of_the_team_of_most_days_and_a_cancelled_contest_gives_nothing(
    desk: Desk,
) -> None:
    world = desk.world
    world.clock.at = CUTOFF - timedelta(days=10)
    cancelled = await world.launch()
    moved = await world.launch(title={"zh": "另一场", "en": "Another"})
    await world.people.memberships.add(
        None, "A13", NewMembership(team="T2", starts="2026-03-05T00:00:00+08:00", transfer=True)
    )
    await world.sql.execute("UPDATE contest SET cancelled_at = now() WHERE id = $1", cancelled.id)
    world.clock.at = CUTOFF - timedelta(days=5)
    await world.send(world.fact("A22", "calls", 999, WEDNESDAY))
    for hours in (0, 1):
        world.clock.at = CUTOFF + HOUR * hours
        await world.contests.clockwork.tick()
    found = await _deeds(desk)
    numbers = {code: {contest for _, contest in one.took_part} for code, one in found.items()}
    assert moved.id in numbers["A13"]
    assert cancelled.id not in set().union(*numbers.values())
    # Three of five days in T1: neither T2's first place nor anything of the contest that was called off.
    assert moved.id not in {contest for _, contest in found["A13"].podium}
    assert moved.id in {contest for _, contest in found["A22"].podium}
