"""The tables of this room, as the schema has them."""

from piccolo.columns import JSONB, Array, BigInt, Bytea, Integer, Serial, Text, Timestamptz
from piccolo.table import Table


class AccountRow(Table, tablename="account", db=None):
    """Somebody who signs in with a password."""

    id = Serial(primary_key=True)
    login = Text()
    password_hash = Text(secret=True)
    role = Text()
    agent_id = Integer(null=True, default=None)
    name = Text()
    locale = Text(default="zh")
    created_at = Timestamptz()
    disabled_at = Timestamptz(null=True, default=None)


class SessionRow(Table, tablename="session", db=None):
    """A browser that is signed in, under the hash of its token."""

    token_hash = Bytea(primary_key=True)
    account_id = Integer()
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz()


class ApiTokenRow(Table, tablename="api_token", db=None):
    """A machine's key, under the hash of its token."""

    id = Serial(primary_key=True)
    name = Text()
    token_hash = Bytea(secret=True)
    role = Text()
    scopes = Array(base_column=Text())
    created_by = Integer(null=True, default=None)
    created_at = Timestamptz()
    expires_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    last_used_at = Timestamptz(null=True, default=None)


class AuditRow(Table, tablename="audit", db=None):
    """One deed, never changed."""

    id = BigInt(primary_key=True)
    at = Timestamptz()
    actor_kind = Text()
    actor_id = Integer()
    actor_name = Text()
    action = Text()
    subject = Text()
    detail = JSONB()
