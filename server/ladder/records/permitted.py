"""Who may read and enter which records: rights by role, kind and person."""

from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.ladder.records.record import KINDS

LEARNING = frozenset(
    {"exam", "test_call", "course", "attended", "practice", "training_hours", "gate", "endorsement", "deed", "mark"}
)
"""What training enters; the rest is HR's."""
CONFIDENTIAL = frozenset({"disciplinary"})
"""Only for HR and the person concerned."""

SETTLED_ELSEWHERE = frozenset({"cycle", "people"})
"""Sources whose records are not withdrawn by hand: an appeal, or people data, sets them right."""


def may_enter(actor: Actor | None) -> frozenset[str]:
    """The kinds that somebody may enter and withdraw, of anybody but oneself; the command line all."""
    if actor is None:
        return frozenset(KINDS)
    if not actor.may(Permission.RECORDS_WRITE):
        return frozenset()
    return frozenset(KINDS) if actor.role == Role.HR else LEARNING


def may_read(actor: Actor | None, agent_id: int) -> frozenset[str]:
    """The kinds somebody may read of a person whose career that actor may see at all."""
    if actor is None or actor.role == Role.HR or actor.agent_id == agent_id:
        return frozenset(KINDS)
    if actor.may(Permission.CAREER_READ):
        return frozenset(KINDS) - CONFIDENTIAL
    return may_enter(actor)
