"""Whose judged calls somebody sees: everybody's, the own teams', the own, those judged by oneself; applied in SQL."""

from msgspec import Struct

from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.people.results import reads_results

_EVERYBODYS = frozenset({Role.OPS, Role.HR, Role.ANALYST})


class Sight(Struct, frozen=True):
    """Whose evaluations somebody may read. A trainer reads faults and cases elsewhere, and no single evaluation here."""

    everybody: bool
    teams: tuple[int, ...]
    agent_id: int
    account_id: int
    test_calls: bool = True
    """Those of trainees too, which are for whoever judges and whoever trains."""


def sight_of(actor: Actor) -> Sight:
    """By role and, where it is not everybody, by row."""
    reads = actor.may(Permission.QUALITY_READ)
    return Sight(
        everybody=reads and actor.role in _EVERYBODYS,
        teams=tuple(sorted(actor.own_teams)) if reads and actor.role == Role.LEAD else (),
        agent_id=(actor.agent_id or 0) if reads else 0,
        account_id=actor.id if actor.kind == "account" else 0,
        test_calls=actor.role == Role.ANALYST or reads_results(actor),
    )


_SEEN = (
    "($1::bool OR e.agent_id = $3::int OR e.evaluator_id = $4::int OR EXISTS (SELECT 1 FROM membership v"
    " WHERE v.agent_id = e.agent_id AND v.team_id = ANY($2::int[]) AND v.starts <= $5 AND (v.ends IS NULL OR v.ends > $5)))"
)
"""Over evaluations `e`, bound to $1 … $5: everybody's, teams, the own agent, the own account, the instant."""
_NO_TRAINEES_TEST = " AND (e.kind <> 'test_call' OR e.agent_id = $3::int OR e.evaluator_id = $4::int OR NOT trainee_at(e.agent_id, e.at))"


def seen_by(sight: Sight) -> str:
    """The condition over evaluations `e` that leaves what somebody may read."""
    return _SEEN if sight.test_calls else f"{_SEEN}{_NO_TRAINEES_TEST}"
