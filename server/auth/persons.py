"""What only a person does, and whether two accounts are one, wherever a second person is asked for."""

from server.auth.actor import Actor
from server.errors import declare

NEEDS_PERSON = declare(
    "needs_person", 403, en="Only a person who is signed in may do this.", zh="此操作只能由登录的人员完成。"
)


def is_same_person(actor: Actor, account_id: int, agent_id: int | None, name: str) -> bool:
    """Whether an account belongs to who is asking: the same account, the same agent, or the same name.

    Who is no agent is told apart by name alone; two people of one name are given different ones by an administrator.
    """
    if actor.kind != "account":
        return False
    if actor.id == account_id or (agent_id is not None and actor.agent_id == agent_id):
        return True
    return _plain(actor.name) == _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
