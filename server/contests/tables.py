"""The contest room's tables as Piccolo sees them; the schema itself, with its checks, is SQL under `server/db/migrations`."""

from piccolo.columns import (
    JSONB,
    Array,
    Boolean,
    Bytea,
    Date,
    Integer,
    Serial,
    Text,
    Timestamptz,
)
from piccolo.table import Table


class TemplateRow(Table, tablename="template", db=None):
    """A kind of contest that leads may launch once it is approved."""

    id = Serial(primary_key=True)
    code = Text(unique=True)
    name_zh = Text()
    name_en = Text()
    about_zh = Text()
    about_en = Text()
    skill_zh = Text()
    skill_en = Text()
    practice = JSONB()
    format = Text(default="race")
    play = JSONB(default='{"format": "race"}')
    participants = Text()
    period = Text()
    rules = JSONB()
    freeze_minutes = Integer(null=True, default=None)
    appeal_hours = Integer(default=48)
    two_person = Boolean(default=False)
    prizes = JSONB(default="[]")
    approved = Boolean()
    version = Integer(default=1)
    archived_at = Timestamptz(null=True, default=None)


class SeriesRow(Table, tablename="series", db=None):
    """A recurring contest; its rounds are contests of their own."""

    id = Serial(primary_key=True)
    template_id = Integer()
    site_id = Integer()
    title_zh = Text()
    title_en = Text()
    cadence = JSONB()
    on_holidays = Boolean()
    pauses = JSONB()
    starts_on = Date()
    ends_on = Date(null=True, default=None)
    team_ids = Array(base_column=Integer())
    agent_ids = Array(base_column=Integer())
    rules = JSONB(null=True, default=None)
    freeze_minutes = Integer(null=True, default=None)
    prizes = JSONB(null=True, default=None)
    created_by = Integer(null=True, default=None)
    created_at = Timestamptz()
    edited_at = Timestamptz(null=True, default=None)
    stopped_at = Timestamptz(null=True, default=None)
    still = JSONB(null=True, default=None)
    version = Integer(default=1)


class ResultRow(Table, tablename="contest_result", db=None):
    """A signed result; a correction adds the next revision."""

    id = Serial(primary_key=True)
    contest_id = Integer()
    revision = Integer()
    cutoff = Timestamptz()
    signed_at = Timestamptz()
    sealed_at = Timestamptz()
    standings = Bytea()
    sha256 = Bytea()


class RankHistoryRow(Table, tablename="rank_history", db=None):
    """The ranks of a contest at a full hour or at the start of a business day."""

    id = Serial(primary_key=True)
    contest_id = Integer()
    at = Timestamptz()
    ranks = JSONB()
