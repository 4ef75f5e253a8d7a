"""How rounds came out for groups of people: told once decisions are, never of fewer than five, never of what one may not see."""

from typing import Any

from litestar import Litestar

from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import Round, answered, drafted, junior, people

PATH = "/api/v1/cycles/fairness"


async def decided(sql: Any, review: Round, promoted: list[str], phase: str = "noticed") -> None:
    """As if deciders had come so far: everybody ready put forward, these promoted, all others held."""
    await sql.execute(
        "UPDATE cycle_candidate k SET nominated = true, decided = true,"
        " decision = CASE WHEN a.code = ANY($2::text[]) THEN 'promote' ELSE 'hold' END"
        " FROM agent a WHERE a.id = k.agent_id AND k.cycle_id = $1 AND k.state = 'ready'",
        review.id,
        promoted,
    )
    await sql.execute("UPDATE cycle SET phase = $2, noticed = as_of WHERE id = $1", review.id, phase)


async def test_a_team_that_was_passed_over_is_worth_a_look(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql, 42, ready=40)
    hr = await signed_in("hr")
    review = await drafted(app, hr)
    await review.move("open")
    # Odd numbers are in T1: twelve of them are promoted, and two of T2.
    promoted = [junior(i) for i in (*range(1, 25, 2), 2, 4)]
    await decided(sql, review, promoted, "deciding")
    before = await answered(await hr.get(PATH))
    assert (before["rounds"], before["people"], before["dimensions"]) == ([], 0, [])

    await decided(sql, review, promoted)
    found = await answered(await hr.get(PATH))
    assert ([one["id"] for one in found["rounds"]], found["targets"]) == ([review.id], ["intermediate"])
    assert (found["people"], found["promoted"]) == (42, 14)
    by = {one["dimension"]: {share["group"]: share for share in one["shares"]} for one in found["dimensions"]}
    assert set(by) == {"site", "team", "shift", "tenure", "contract"}
    first, second = by["team"]["T1"], by["team"]["T2"]
    assert (first["people"], first["ready"], first["nominated"], first["promoted"]) == (21, 20, 20, 12)
    assert (second["promoted"], second["ratio"], second["look"]) == (2, "0.17", True)
    assert (first["look"], first["name"]["en"]) == (False, "Daybreak")
    assert by["site"]["CD"]["ratio"] is None, "nobody else to compare with"
    # Two with hardly a month: too few to be told apart, so the others are with them.
    assert sum(share["people"] for share in by["tenure"].values()) == 42
    assert min(share["people"] for share in by["tenure"].values()) >= 5

    nobody = await answered(await hr.get(PATH, params={"target": "senior"}))
    assert (nobody["people"], nobody["dimensions"]) == (0, [])
    assert (await answered(await hr.get(PATH, params={"cycle": review.id + 1})))["people"] == 0


async def test_who_may_not_read_a_file_does_not_read_it_in_a_sum(app: Litestar, sql: Any, signed_in: SignedIn) -> None:
    await people(sql, 12, ready=12)
    hr, cousin = await signed_in("hr"), await signed_in("hr")
    review = await drafted(app, hr)
    await review.move("open")
    await review.act(cousin, "declare", junior(1), conflict=True, note="my cousin")
    await decided(sql, review, [junior(1), junior(2)])
    whole, without = await answered(await hr.get(PATH)), await answered(await cousin.get(PATH))
    assert (whole["people"], whole["promoted"]) == (12, 2)
    assert (without["people"], without["promoted"]) == (11, 1)
