"""A real contest's feed, replayed in its own time with its freeze: nobody learns more before the reveal, which ends in the final order."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import real_data
from tests.server.contests.conftest import World
from tests.server.contests.frozen_centre import frozen_app, until, walk, watched
from tests.server.contests.test_real_ranking import METRICS, RULES
from tests.server.contests.test_reveal import ask, ceremony

BUCKET = timedelta(minutes=4)
TOP = 10


class Run(NamedTuple):
    """One submission and the instant its newest verdict was known."""

    team: str
    problem: str
    minute: int
    at: datetime
    verdict: str


class Feed:
    """What the judges' log says, event by event, as long as it says who solved what."""

    def __init__(self, path: Path) -> None:
        events = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        self.types = {one["id"]: one["data"] for one in events if one["type"] == "judgement-types" and one["data"]}
        self.sent = {one["id"]: one["data"] for one in events if one["type"] == "submissions" and one["data"]}
        started = [one["data"]["started"] for one in events if one["type"] == "state" and one["data"].get("started")]
        self.starts = datetime.fromisoformat(started[-1])
        # The feed withholds the verdicts of its own frozen hour; what it tells of are the four hours before.
        self.ends = self.starts + timedelta(hours=4, minutes=4)
        verdicts = [
            (datetime.fromisoformat(one["data"]["end_time"]), one["data"])
            for one in events
            if one["type"] == "judgements" and one["data"] and one["data"].get("judgement_type_id")
        ]
        # A verdict changed by a judge counts from when it was changed; those of before the start are rehearsals.
        self.verdicts = sorted(
            (
                pair
                for pair in verdicts
                if self.starts <= datetime.fromisoformat(self.sent[pair[1]["submission_id"]]["time"]) < self.ends
            ),
            key=lambda pair: pair[0],
        )
        self.teams = sorted({self.sent[data["submission_id"]]["team_id"] for _, data in self.verdicts}, key=int)

    def run(self, data: dict[str, Any]) -> Run:
        """The submission a verdict is about."""
        sent = self.sent[data["submission_id"]]
        at = datetime.fromisoformat(sent["time"])
        minute = int((at - self.starts) / timedelta(minutes=1))
        return Run(sent["team_id"], sent["problem_id"], minute, at, data["judgement_type_id"])

    def facts(self, runs: dict[str, Run], team: str, problem: str) -> dict[str, tuple[int, datetime]]:
        """What is known about a problem: solved, its penalty and its time; nothing until it is solved."""
        own = sorted(
            (run for run in runs.values() if (run.team, run.problem) == (team, problem)), key=lambda run: run.at
        )
        rejected = 0
        for run in own:
            if self.types[run.verdict].get("solved"):
                passed = (run.at - self.starts) // timedelta(milliseconds=1)
                return {
                    "solved": (1, run.at),
                    "penalty": (run.minute + 20 * rejected, run.at),
                    "last_solution": (passed, run.at),
                }
            rejected += bool(self.types[run.verdict].get("penalty"))
        return {}

    def batches(self) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
        """Facts as they became known, a few minutes at a time; what changed has the next revision."""
        runs: dict[str, Run] = {}
        told: dict[str, tuple[int, tuple[int, datetime] | None]] = {}
        known_at = self.verdicts
        until_ = self.starts + BUCKET
        index = 0
        while index < len(known_at):
            touched: set[tuple[str, str]] = set()
            while index < len(known_at) and known_at[index][0] < until_:
                data = known_at[index][1]
                run = runs[data["submission_id"]] = self.run(data)
                touched.add((run.team, run.problem))
                index += 1
            facts = [fact for team, problem in sorted(touched) for fact in self._changed(runs, told, team, problem)]
            if facts:
                yield until_ - timedelta(milliseconds=1), facts
            until_ += BUCKET

    def _changed(
        self, runs: dict[str, Run], told: dict[str, tuple[int, tuple[int, datetime] | None]], team: str, problem: str
    ) -> Iterator[dict[str, Any]]:
        now = self.facts(runs, team, problem)
        for metric in ("solved", "penalty", "last_solution"):
            key = f"{team}/{problem}/{metric}"
            revision, before = told.get(key, (-1, None))
            fresh = now.get(metric)
            if fresh == before:
                continue
            told[key] = revision + 1, fresh
            value, at = fresh or (None, before[1] if before else self.starts)
            yield {
                "id": key,
                "revision": revision + 1,
                "team": team,
                "metric": metric,
                "value": value,
                "at": at.isoformat(),
            }

    def order(self) -> list[tuple[int, str]]:
        """The final order by a plain count over the newest verdicts: solved, penalty, last solution."""
        runs = {data["submission_id"]: self.run(data) for _, data in self.verdicts}
        rows = []
        for team in self.teams:
            problems = {run.problem for run in runs.values() if run.team == team}
            known = [self.facts(runs, team, problem) for problem in problems]
            solved = [one for one in known if one]
            key = (
                -len(solved),
                sum(one["penalty"][0] for one in solved),
                max((one["last_solution"][0] for one in solved), default=-1),
            )
            rows.append((key, team))
        keys = [key for key, _ in rows]
        return sorted((1 + sum(other < key for other in keys), team) for key, team in rows)


@pytest.mark.real
@pytest.mark.timeout(600)
async def test_a_real_contest_is_frozen_and_revealed(world: World, settings: Any) -> None:
    path = real_data() / "icpc" / "swerc-2022-23-event-feed.ndjson"
    if not path.is_file():
        pytest.skip("the real contest's feed is not beside the checkout")
    feed = Feed(path)
    assert len(feed.teams) > 80
    for team in reversed(feed.teams):
        await world.sql.execute("INSERT INTO team (code, site_id, name_zh, name_en) VALUES ($1, 1, $1, $1)", team)
    for code, combine, good in METRICS:
        await world.sql.execute(
            "INSERT INTO metric (code, name_zh, name_en, subject, combine, good) VALUES ($1, $1, $1, 'team', $2, $3)",
            code,
            combine,
            good,
        )
    world.clock.at = feed.starts
    window = {"kind": "hours", "starts": feed.starts.isoformat(), "ends": feed.ends.isoformat()}
    contest = await world.launch(
        {**RULES, "top_n": TOP}, template="satisfaction_sprint", period=window, teams=feed.teams, freeze_minutes=60
    )
    freeze = contest.freezes_at
    assert freeze == feed.ends - timedelta(hours=1)
    batches = list(feed.batches())
    for received, facts in batches:
        if received < freeze:
            await world.send(*facts, received=received)
    world.clock.at = freeze - timedelta(seconds=1)
    async with frozen_app(world, settings, contest) as frozen:
        routes = f"/api/v1/contests/{contest.id}"
        before = await walk(frozen, routes)
        public = [row["code"] for row in before["hr", f"{routes}/standings"][1]["items"]]
        live = f"http://testserver{routes}/live?view="
        async with watched(frozen, "display", live + "wall") as wall, watched(frozen, "hr", live + "full") as full:
            truths = set()
            for received, facts in batches:
                if received >= freeze:
                    world.clock.at = max(world.clock.at, received)
                    await world.send(*facts)
                    board = await world.contests.board(-contest.id)
                    truths.add(tuple(row.code for row in board.rows))
            assert len(truths) > 5, "the truth moved on"
            assert [message for message in (*wall[1:], *full[1:]) if message["type"] != "beat"] == []
            after = await walk(frozen, routes)
            assert {key for key, answer in after.items() if answer != before[key]} == set()
            order = feed.order()
            assert [code for _, code in order] != public
            await _reveal(frozen, order)
            await until(lambda: _codes(world, contest.id), sorted(order))
            assert wall[-1]["type"] in {"delta", "snapshot", "beat"}


async def _reveal(frozen: Any, order: list[tuple[int, str]]) -> None:
    """Go through the ceremony: place after place from the tenth to the first, as the final order has them."""
    world, ops = frozen.world, frozen.clients["ops"]
    world.clock.at = max(world.clock.at, frozen.contest.ends)
    state = await ask(ops, "start")
    named = [(place, code) for place, code in order if place <= TOP]
    wanted = [
        (place, sorted(code for other, code in named if other == place))
        for place in sorted({place for place, _ in named}, reverse=True)
    ]
    for step in range(1, len(state["stages"]) + 1):
        await ask(ops, "step", {"step": step})

        async def on_stage() -> Any:
            shown = await ceremony(frozen)
            return None if shown is None else [(place, sorted(codes)) for place, codes in shown[1]]

        await until(on_stage, wanted[:step])
    assert len(state["stages"]) == len(wanted)
    await ask(ops, "finish")


async def _codes(world: World, contest_id: int) -> list[tuple[int | None, str]]:
    board = await world.contests.board(contest_id)
    return sorted((row.rank, row.code) for row in board.rows) if board.contest.phase != "frozen" else []
