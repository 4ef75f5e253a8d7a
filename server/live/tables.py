"""The wall displays' tables as Piccolo sees them; the schema itself, with its checks, is SQL under `server/db/migrations`."""

from piccolo.columns import Array, Bytea, Integer, Serial, Text, Timestamptz
from piccolo.table import Table


class DisplayRow(Table, tablename="display", db=None):
    """A wall that a lead has confirmed; revoked ones stay for the audit."""

    id = Serial(primary_key=True)
    name = Text()
    token_hash = Bytea(unique=True, secret=True)
    site_id = Integer()
    team_id = Integer(null=True, default=None)
    contest_ids = Array(base_column=Integer())
    locale = Text(default="zh")
    confirmed_by = Integer(null=True, default=None)
    confirmed_at = Timestamptz()
    seen_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class DisplayPairingRow(Table, tablename="display_pairing", db=None):
    """A wall that shows a code and waits for a lead."""

    id = Serial(primary_key=True)
    code = Text(unique=True)
    secret_hash = Bytea(unique=True, secret=True)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    display_id = Integer(null=True, default=None)
