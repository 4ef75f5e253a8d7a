"""Whether a course helped: known effects in generated histories, and figures from facts like those of a naive computation."""

from collections.abc import Hashable
from datetime import date, timedelta
from random import Random
from typing import Any

from career.training.comparing import Taker, balanced, spans, stand_ins
from leaderboards.student import Estimate, difference
from server.clock import SetClock
from tests.server.conftest import SignedIn

DAY = date(2026, 1, 5)
HISTORIES = 1000


def history(random: Random, effect: float) -> Estimate:
    """One generated centre: levels differ in what they gain by themselves, seasons too; takers gain `effect` more."""
    takers = [Taker(n, n % 2, DAY, DAY + timedelta(weeks=n % 3)) for n in range(14)]
    others: dict[Hashable, list[int]] = {
        level: [100 + 50 * level + n for n in range(20 + 10 * level)] for level in (0, 1)
    }
    mine, theirs = balanced(takers, stand_ins(takers, others))

    def change(one: Taker, more: float) -> float:
        weeks = (one.done - DAY).days / 7
        return random.gauss(0.4 * int(str(one.group)) + 0.2 * weeks + more, 3)

    found = difference([change(one, effect) for one in mine], [change(one, 0) for one in theirs])
    assert found is not None
    return found


def test_the_interval_covers_a_known_effect_and_zero_where_there_is_none() -> None:
    for effect in (2.0, 0.0):
        random = Random(20260304)
        found = [history(random, effect) for _ in range(HISTORIES)]
        covered = sum(one.low <= effect <= one.high for one in found)
        # 950 expected; three standard deviations are 21.
        assert 925 <= covered <= 980
        assert abs(sum(one.mean for one in found) / HISTORIES - effect) < 0.15


def test_every_group_weighs_alike_on_both_sides() -> None:
    takers = [Taker(n, "a" if n < 5 else "b", DAY, DAY + timedelta(days=n)) for n in range(8)]
    others: dict[Hashable, list[int]] = {"a": list(range(100, 112)), "b": list(range(200, 209)), "c": [300]}
    stand = stand_ins(takers, others)
    assert {one.done for one in stand if one.group == "a"} == {one.done for one in takers if one.group == "a"}
    mine, theirs = balanced(takers, stand)
    counts = {group: [sum(one.group == group for one in side) for side in (mine, theirs)] for group in "abc"}
    assert counts == {"a": [5, 10], "b": [3, 6], "c": [0, 0]}
    thin = balanced(takers, [one for one in stand if one.who in {100, 101, 200}])
    assert [len(side) for side in thin] == [3, 3]
    assert spans(DAY, DAY, 2).after == (DAY + timedelta(days=1), DAY + timedelta(days=15))


async def test_figures_from_facts_are_those_of_a_naive_computation(
    centre: None, signed_in: SignedIn, clock: SetClock, sql: Any
) -> None:
    """Twelve took a course that raised satisfaction by 4, eighteen did not; the service's report against plain Python."""
    trainer = await signed_in("trainer")
    random = Random(7)
    course = {
        "code": "calm",
        "title": {"zh": "平稳", "en": "Calm"},
        "items": [{"code": "a", "kind": "link", "title": {"zh": "读", "en": "Read"}, "url": "https://x.example"}],
        "practice": {"homework": 1},
        "trained": "csat",
    }
    assert (await trainer.post("/api/v1/courses", json=course)).status_code == 201
    await sql.execute(
        "INSERT INTO agent (id, code, site_id, name_zh, name_en, hired, level)"
        " SELECT n, 'B' || n, CASE WHEN n > 1028 THEN 2 ELSE 1 END, 'x', 'x', '2025-01-06', 'junior' FROM generate_series(1001, 1030) n"
    )
    done = date(2026, 1, 19)
    await sql.execute(
        "INSERT INTO course_plan (course_id, agent_id, assigned_on, level, chosen, assigned_by, assigned_at, completed_on,"
        " completed_at) SELECT 1, n, '2026-01-05', 'junior', false, 1, '2026-01-05', $1, '2026-01-20'"
        " FROM generate_series(1001, 1012) n",
        done,
    )
    metric = await sql.fetchval("SELECT id FROM metric WHERE code = 'csat'")
    facts: dict[int, list[tuple[date, int, int]]] = {}
    rows = []
    for agent in range(1001, 1031):
        base = random.gauss(80, 4)
        for week in range(-5, 6):
            for number in range(2):
                day = done + timedelta(weeks=week, days=number)
                more = 4 if agent <= 1012 and day > done else 0
                value, weight = round((base + more + random.gauss(0, 2)) * 1_000_000), random.choice([1, 2]) * 1_000_000
                facts.setdefault(agent, []).append((day, value, weight))
                rows.append((f"{agent}:{week}:{number}", metric, agent, day, value, weight))
    await sql.executemany(
        "INSERT INTO fact VALUES (1, $1, 0, $2, $3, 0, 0, 0, $4, $4::date + interval '9 hours', $5, $6, '2026-03-01')",
        rows,
    )
    found = (await trainer.get("/api/v1/courses/calm/effect", params={"weeks": 4})).json()

    def change(agent: int) -> float:
        means = []
        for first, last in (
            (done - timedelta(weeks=4), done),
            (done + timedelta(days=1), done + timedelta(weeks=4, days=1)),
        ):
            inside = [(value, weight) for day, value, weight in facts[agent] if first <= day < last]
            means.append(sum(v * w for v, w in inside) / sum(w for _, w in inside) / 1_000_000)
        return means[1] - means[0]

    # Those of the other site, 1029 and 1030, are nobody's comparison; one colleague for each of the twelve.
    assert (found["performance"]["takers"], found["performance"]["others"], found["completed"]) == (12, 12, 12)
    chosen = balanced(
        [Taker(n, 0, done, done) for n in range(1001, 1013)],
        stand_ins([Taker(n, 0, done, done) for n in range(1001, 1013)], {0: [1, 2, 3, *range(1013, 1029)]}),
    )
    others = [one.who for one in stand_ins(chosen[0], {0: [1, 2, 3, *range(1013, 1029)]}) if one.who > 1000][:12]
    naive = difference([change(n) for n in range(1001, 1013)], [change(n) for n in others])
    assert naive is not None
    for name in ("mean", "low", "high"):
        assert abs(found["performance"]["estimate"][name] - getattr(naive, name)) < 1e-9
    assert found["performance"]["estimate"]["low"] < 4 < found["performance"]["estimate"]["high"]
    assert found["behaviour"]["estimate"] is None
    # Too early: nobody has worked so many weeks since.
    early = (await trainer.get("/api/v1/courses/calm/effect", params={"weeks": 8})).json()
    assert (early["too_early"], early["performance"]["estimate"]) == (12, None)
