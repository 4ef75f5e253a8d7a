"""What a result asks of prizes given before: which stand, which are taken back, which are kept, and what is still to be given."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from leaderboards.ledger import POINTS
from leaderboards.prizes import move
from server.db.pool import Connection
from server.honors.prizes.store import Prize
from server.honors.prizes.winning import Due, account_of
from server.honors.rewards import posting
from server.honors.rewards import store as rewards


class Righted(Struct, frozen=True):
    """What is to be done for everybody. `drop` was never given and `take` is taken back; `keep` was spent, `stand` has its
    ground. `give` says how much, for which place."""

    give: Mapping[str, Due]
    drop: tuple[Prize, ...] = ()
    take: tuple[Prize, ...] = ()
    keep: tuple[Prize, ...] = ()
    stand: tuple[Prize, ...] = ()


def held_of(prizes: Sequence[Prize]) -> dict[str, list[Prize]]:
    """By winner, what was won and not taken back."""
    found: dict[str, list[Prize]] = {}
    for one in prizes:
        if one.state != "taken":
            found.setdefault(one.who, []).append(one)
    return found


def losing(due: Mapping[str, Due], held: Mapping[str, Sequence[Prize]]) -> list[str]:
    """Who holds more than is due by now."""
    return [who for who, own in held.items() if _given(own) > _amount(due, who)]


async def free_of(connection: Connection, winners: Sequence[str]) -> dict[str, int]:
    """What each of them has not spent, nor asked to spend."""
    accounts = {who: account_of(who) for who in winners}
    known = await posting.balances(connection, accounts.values())
    found = {}
    for who, account in accounts.items():
        asked = await (
            rewards.held(connection, agent_id=int(who[1:])) if who[0] == "a" else rewards.held(connection, budget=who)
        )
        found[who] = known.get((account, POINTS), 0) - asked
    return found


def righted(
    due: Mapping[str, Due],
    held: Mapping[str, Sequence[Prize]],
    free: Mapping[str, int],
    closed: datetime | None,
) -> Righted:
    """Judge everybody. What was given before the season was closed is spent, whatever became of it."""
    give: dict[str, Due] = {}
    drop, take, keep, stand = [list[Prize]() for _ in range(4)]
    for who in sorted({*due, *held}):
        own = held.get(who, ())
        # What somebody has undone by hand is in their hands.
        if any(one.state == "reversed" for one in own):
            continue
        if sum(one.amount for one in own) == _amount(due, who) and not any(one.state == "kept" for one in own):
            continue
        drop += [one for one in own if one.state == "waits"]
        given = [one for one in own if one.state != "waits"]
        past = closed is not None and any(one.posted_at is not None and one.posted_at < closed for one in given)
        what, amount = move(_amount(due, who), _given(own), -1 if past else free.get(who, 0))
        if what == "take":
            take += given
        elif what == "keep":
            keep += given
        else:
            stand += given
        if amount:
            give[who] = Due(due[who].place, amount)
    return Righted(give, tuple(drop), tuple(take), tuple(keep), tuple(stand))


def _given(own: Sequence[Prize]) -> int:
    return sum(one.amount for one in own if one.state != "waits")


def _amount(due: Mapping[str, Due], who: str) -> int:
    return due[who].amount if who in due else 0
