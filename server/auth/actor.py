"""Who is asking: what the rest of the service knows about the account, token or wall behind a request."""

from typing import Literal

from msgspec import Struct

from server.auth.roles import EVERYBODYS_PERSONAL_DATA, PERMISSIONS, Permission, Role


class DisplayScope(Struct, frozen=True):
    """What a wall was paired for; no `contest_ids` means whatever runs at its site."""

    site_id: int
    team_id: int | None = None
    contest_ids: tuple[int, ...] = ()


class Actor(Struct, frozen=True, kw_only=True):
    """Somebody who proved who they are. `own_teams` are the teams led at this moment, as lead or deputy."""

    kind: Literal["account", "token", "display"]
    id: int
    name: str
    role: Role
    locale: str = "zh"
    agent_id: int | None = None
    own_teams: frozenset[int] = frozenset()
    scopes: frozenset[Permission] = frozenset()
    display: DisplayScope | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it and, for a scoped token, the scopes do too."""
        return permission in PERMISSIONS[self.role] and (not self.scopes or permission in self.scopes)

    def permissions(self) -> frozenset[Permission]:
        """All that this actor may do."""
        return frozenset(permission for permission in PERMISSIONS[self.role] if self.may(permission))

    @property
    def sees_everybodys_personal_data(self) -> bool:
        """Whether `people.personal` reaches beyond the own teams and oneself."""
        return self.role in EVERYBODYS_PERSONAL_DATA and self.may(Permission.PEOPLE_PERSONAL)

    @property
    def teams_personal(self) -> frozenset[int]:
        """Teams whose members' personal data this actor may see besides the own; empty for those who see all or none."""
        return self.own_teams if self.may(Permission.PEOPLE_PERSONAL) else frozenset()
