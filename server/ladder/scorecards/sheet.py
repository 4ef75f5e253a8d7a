"""A sheet as it is kept: ids and exact ratios in one canonical text, so that the same month always gives the same bytes."""

from collections.abc import Sequence
from math import gcd
from typing import Literal

import msgspec
from msgspec import Struct

from career.exact import Ratio
from career.scorecard import Measured, Rules, Sheet

Reason = Literal["scored", "capped", "too_much_missing", "gone", "private"]
"""`private` is never kept: it stands where the score would tell a reader a trainee's results."""
Exact = str
"""A reduced ratio, `7/2`; text, because an exact ratio may be larger than a number on the wire."""


class KeptQueue(Struct, frozen=True, array_like=True):
    """A metric within one queue; `weight` in micro-units (a million is one call)."""

    queue: int
    value: Exact
    median: Exact
    weight: int


class KeptMember(Struct, frozen=True, array_like=True):
    """A sheet of the tier below: whose, its score, and its half days."""

    subject: int
    score: int | None
    weight: int


class KeptLine(Struct, frozen=True, array_like=True):
    """One term as it came out. Its weight and bounds are in the rules."""

    code: str
    value: Exact | None
    merit: Exact | None
    queues: tuple[KeptQueue, ...] = ()
    members: tuple[KeptMember, ...] = ()


class KeptSheet(Struct, frozen=True, omit_defaults=True):
    """A whole sheet. `limits` are the metrics of the caps; `teams` where the agent's half days were spent."""

    reason: Reason
    lines: tuple[KeptLine, ...] = ()
    exact: Exact | None = None
    capped: str | None = None
    limits: tuple[tuple[str, Exact | None], ...] = ()
    teams: tuple[tuple[int, int], ...] = ()


class Card(Struct, frozen=True):
    """What one subject's month came to, before it has a revision."""

    subject: int
    score: int | None
    half_days: int
    kept: KeptSheet

    def encode(self) -> bytes:
        """The canonical text."""
        return _encode(self.kept)


_encode = msgspec.json.Encoder(order="deterministic").encode
decode = msgspec.json.Decoder(KeptSheet).decode


def exact(ratio: Ratio) -> Exact:
    """The reduced text of a ratio."""
    top, bottom = ratio
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}"


def ratio_of(text: Exact) -> Ratio:
    """The ratio of a text that `exact` wrote."""
    top, _, bottom = text.partition("/")
    return int(top), int(bottom)


def kept(rules: Rules, measured: Measured, sheet: Sheet, teams: Sequence[tuple[int, int]] = ()) -> KeptSheet:
    """A sheet with what it was made of. Queues and members are keyed by their ids."""
    lines = []
    for part in sheet.parts:
        queues = [
            KeptQueue(int(one.queue), exact(one.value), exact(one.median), one.weight)
            for one in sorted(part.queues, key=lambda one: int(one.queue))
        ]
        members = [
            KeptMember(int(one.who), one.score, one.weight)
            for one in sorted(part.members, key=lambda one: int(one.who))
        ]
        lines.append(KeptLine(part.code, _maybe(part.value), _maybe(part.merit), tuple(queues), tuple(members)))
    limits = tuple([(cap.metric, _maybe(measured.values.get(cap.metric))) for cap in rules.caps])
    return KeptSheet(sheet.reason, tuple(lines), _maybe(sheet.exact), sheet.capped, limits, tuple(teams))


def _maybe(ratio: Ratio | None) -> Exact | None:
    return None if ratio is None else exact(ratio)


def changed(before: KeptSheet, after: KeptSheet) -> list[str]:
    """What differs between two sheets of one subject: codes of lines and caps, and `half_days`."""
    old = {line.code: line for line in before.lines}
    new = {line.code: line for line in after.lines}
    found = [code for code in sorted(old.keys() | new.keys()) if old.get(code) != new.get(code)]
    was, now = dict(before.limits), dict(after.limits)
    found += [code for code in sorted(was.keys() | now.keys()) if was.get(code) != now.get(code) and code not in found]
    return found + (["half_days"] if before.teams != after.teams else [])
