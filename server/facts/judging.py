"""Judges facts before they are written: each becomes one entry in columns of integers, or gets the code of its refusal."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct, field

from leaderboards.exact import MICRO, format_micro, parse_decimal
from server.facts.book import CodeBook
from server.facts.shape import USUAL_WEIGHT, FactIn, Read

FUTURE = timedelta(minutes=5)
LARGEST_REVISION = 2**31 - 1
AUTO_REVISION = -1
"""In columns: the revision follows from what is held under the id (see `revisions`)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_REMEMBERED = 100_000


class Columns(Struct):
    """Facts side by side, one list a field; `places` are their positions in the request."""

    places: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)
    metrics: list[int] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    teams: list[int] = field(default_factory=list)
    queues: list[int] = field(default_factory=list)
    instants: list[int] = field(default_factory=list)
    values: list[int | None] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)


class Rejection(Struct):
    """Why the element at `place` was refused, with what fills the places of its sentences."""

    place: int
    code: str
    fact_id: str | None
    detail: dict[str, Any]


def micros(at: datetime) -> int:
    """Microseconds since 1970, exactly. A naive instant raises TypeError."""
    passed = at - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def from_micros(instant: int) -> datetime:
    """The instant that many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=instant)


class Judge:
    """Holds facts against the catalogue and the codes known to be somebody's."""

    def __init__(self, book: CodeBook) -> None:
        self._book = book
        self._amounts: dict[bytes, int] = {}
        self._weights: dict[bytes, int] = {}

    async def prepare(self, facts: list[FactIn]) -> None:
        """Look up what these facts name and the book does not know yet."""
        book = self._book
        await book.refresh()
        agents = {fact.agent for fact in facts}.difference(book.agents)
        teams = {fact.team for fact in facts}.difference(book.teams)
        queues = {fact.queue for fact in facts}.difference(book.queues)
        agents.discard(None)
        teams.discard(None)
        queues.discard(None)
        if agents or teams or queues:
            await book.learn(agents, teams, queues)  # type: ignore[arg-type]  # None was discarded

    def judge(self, read: Read, now: datetime) -> tuple[Columns, list[Rejection]]:
        """Split a prepared request. `now` is when it arrived."""
        columns = Columns()
        take = (
            columns.places.append,
            columns.ids.append,
            columns.revisions.append,
            columns.metrics.append,
            columns.agents.append,
            columns.teams.append,
            columns.queues.append,
            columns.instants.append,
            columns.values.append,
            columns.weights.append,
        )
        (place_on, id_on, revision_on, metric_on, agent_on, team_on, queue_on, instant_on, value_on, weight_on) = take
        book, amounts, weights = self._book, self._amounts, self._weights
        metrics, agents, teams, queues = book.metrics, book.agents, book.teams, book.queues
        latest = micros(now + FUTURE)
        rejections = [Rejection(place, found.code, found.fact_id, {}) for place, found in read.unread.items()]
        # One pass without a call per fact: this loop is most of what a fact costs in Python.
        for place, fact in zip(read.places, read.facts, strict=True):
            try:
                metric = metrics[fact.metric]
                if metric.of_agent:
                    agent, team = agents[fact.agent], 0
                    fits = fact.team is None
                else:
                    agent, team = 0, teams[fact.team]
                    fits = fact.agent is None
                raw = bytes(fact.value)
                value = amounts.get(raw)
                if value is None:
                    value = self._value(raw)
                if value is not None and (
                    (metric.low is not None and value < metric.low) or (metric.high is not None and value > metric.high)
                ):
                    fits = False
                passed = fact.at - _EPOCH
                instant = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
                weight = MICRO
                if fact.weight is not USUAL_WEIGHT:
                    raw = bytes(fact.weight)
                    weight = weights.get(raw) or self._weight(raw)
                queue = 0 if fact.queue is None else queues[fact.queue]
                name = fact.id
                fits = (
                    fits
                    and instant <= latest
                    and 0 < len(name) <= 200
                    and "\0" not in name
                    and 0 <= fact.revision <= LARGEST_REVISION
                )
            except (KeyError, TypeError, ValueError):
                fits = False
            if not fits:
                code, detail = self._why(fact, latest)
                rejections.append(Rejection(place, code, fact.id[:200] if "\0" not in fact.id else None, detail))
                continue
            place_on(place)
            id_on(name)
            revision_on(fact.revision)
            metric_on(metric.id)
            agent_on(agent)
            team_on(team)
            queue_on(queue)
            instant_on(instant)
            value_on(value)
            weight_on(weight)
        return columns, rejections

    def _value(self, raw: bytes) -> int | None:
        if raw == b"null":
            return None
        return self._amount(raw)

    def _weight(self, raw: bytes) -> int:
        weight = self._amount(raw)
        if not 0 < weight < MICRO * MICRO:
            raise ValueError(raw)
        if len(self._weights) >= _MOST_REMEMBERED:
            self._weights.clear()
        self._weights[raw] = weight
        return weight

    def _amount(self, raw: bytes) -> int:
        """Micro-units of a JSON number or string; remembered, because a centre's values repeat."""
        known = self._amounts.get(raw)
        if known is not None:
            return known
        text = raw.decode("ascii")
        if text.startswith('"'):
            text = text[1:-1].removeprefix("+")
        amount = parse_decimal(text)
        if len(self._amounts) >= _MOST_REMEMBERED:
            self._amounts.clear()
        self._amounts[raw] = amount
        return amount

    def _why(self, fact: FactIn, latest: int) -> tuple[str, dict[str, Any]]:
        """The first thing wrong with a refused fact, in the order in which a sender would mend it."""
        return self._why_names(fact) or _why_instant(fact, latest) or self._why_amounts(fact)

    def _why_names(self, fact: FactIn) -> tuple[str, dict[str, Any]] | None:
        book = self._book
        if not 0 < len(fact.id) <= 200 or "\0" in fact.id:
            return "bad_id", {}
        metric = book.metrics.get(fact.metric)
        if metric is None:
            return "unknown_metric", {"metric": fact.metric[:100]}
        subject, known = ("agent", book.agents) if metric.of_agent else ("team", book.teams)
        named, other = (fact.agent, fact.team) if metric.of_agent else (fact.team, fact.agent)
        if named is None or other is not None:
            return "wrong_subject", {"metric": metric.code, "subject": subject}
        if named not in known:
            return f"unknown_{subject}", {subject: named[:100]}
        if fact.queue is not None and fact.queue not in book.queues:
            return "unknown_queue", {"queue": fact.queue[:100]}
        return None

    def _why_amounts(self, fact: FactIn) -> tuple[str, dict[str, Any]]:
        metric = self._book.metrics[fact.metric]
        try:
            value = self._value(bytes(fact.value))
        except ValueError:
            return "bad_value", {}
        try:
            self._weight(bytes(fact.weight))
        except ValueError:
            return "bad_weight", {}
        return "out_of_range", {
            "metric": metric.code,
            "value": "null" if value is None else format_micro(value),
            "low": "−∞" if metric.low is None else format_micro(metric.low),
            "high": "∞" if metric.high is None else format_micro(metric.high),
        }


def _why_instant(fact: FactIn, latest: int) -> tuple[str, dict[str, Any]] | None:
    if not 0 <= fact.revision <= LARGEST_REVISION:
        return "bad_revision", {}
    if fact.at.tzinfo is None:
        return "missing_offset", {}
    if micros(fact.at) > latest:
        return "in_future", {}
    return None
