"""What goes wrong in a real centre: scores revised after a dispute, surveys withdrawn, and rows that no intake can take."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from random import Random

from seeds.work import Fact, Work, stamp

_DAY = 86_400
_TURN = 100
"""Facts invented at a stretch, about two milliseconds: the simulator shares its loop with the server."""
_REVISED = {"quality": (15, 2 * _DAY), "survey": (400, _DAY), "telephony": (257, _DAY // 2)}
"""Of which sources one fact in how many is revised, and how many seconds after it was sent."""


async def day_of(work: Work, day: date) -> list[Fact]:
    """Everything a business day leaves behind, revisions too; others of the same loop get their turn meanwhile."""
    facts: list[Fact] = []
    for fact in work.facts(day):
        facts.append(fact)
        if len(facts) % _TURN == 0:
            await asyncio.sleep(0)
    return [*facts, *revised(facts)]


def revised(facts: list[Fact]) -> Iterator[Fact]:
    """Corrections of some of these facts, sent days after them under the next revision.

    One scored call in fifteen is disputed with success, one survey in four hundred was filled in for the wrong call and is
    taken back, and now and then the telephone system corrects an interval.
    """
    for fact in facts:
        # Decided by the instant rather than by a drawn number: nearly all facts are never revised.
        often, wait = _REVISED.get(fact.source, (0, 0))
        if (
            not often
            or fact.at // 7 % often
            or '"service_level"' in fact.line
            or (fact.source == "quality" and '"qa"' not in fact.line)
        ):
            continue
        chance = Random(fact.line)
        sent = json.loads(fact.line)
        if fact.source == "survey":
            sent["value"] = None
        elif fact.source == "quality":
            sent["value"] = min(100, sent["value"] + chance.choice((2, 3.5, 5)))
        elif "weight" in sent:
            sent["value"] = round(sent["value"] * chance.uniform(0.9, 1.1), 1)
        else:
            continue
        sent["revision"] = 1
        yield Fact(fact.due + wait, fact.source, fact.at, json.dumps(sent, separators=(",", ":")))


def refused(day: date, second: int) -> Iterator[Fact]:
    """On some days a row that nobody can take: it waits in quarantine for a human. `second` is when it is sent."""
    chance = Random(f"mishap {day}")
    if chance.random() > 0.15:
        return
    yield Fact(second, *wrong(chance, f"mishap-{day}", second - 3600))


def wrong(chance: Random, id_: str, at: int) -> tuple[str, int, str]:
    """A source, an instant and a row in which exactly one thing is wrong."""
    sound: dict[str, object] = {"id": id_, "agent": "CD010", "metric": "qa", "value": 91, "at": stamp(at)}
    slips: tuple[tuple[str, object], ...] = (
        ("agent", "CD0l0"),
        ("value", 910),
        ("at", stamp(at).removesuffix("Z")),
        ("metric", "quality_score"),
        ("value", "91,5"),
        ("queue", "biling"),
    )
    field, slip = chance.choice(slips)
    return "quality", at, json.dumps(sound | {field: slip}, separators=(",", ":"))
