"""The tables of this room, as the schema has them."""

from piccolo.columns import Date, Integer, Serial, Text, Time
from piccolo.table import Table


class SiteRow(Table, tablename="site", db=None):
    """A place of work with its zone and the hour its business day begins."""

    id = Serial(primary_key=True)
    code = Text()
    name_zh = Text()
    name_en = Text()
    zone = Text()
    day_starts = Time()


class CalendarDayRow(Table, tablename="calendar_day", db=None):
    """A day that differs from the week's rule: a holiday, or a weekend worked in exchange."""

    id = Serial(primary_key=True)
    site_id = Integer()
    day = Date()
    kind = Text()
    name_zh = Text()
    name_en = Text()


class QueueRow(Table, tablename="queue", db=None):
    """A kind of contact that agents are skilled for."""

    id = Serial(primary_key=True)
    code = Text()
    name_zh = Text()
    name_en = Text()


class TeamRow(Table, tablename="team", db=None):
    """A team of one site."""

    id = Serial(primary_key=True)
    code = Text()
    site_id = Integer()
    name_zh = Text()
    name_en = Text()
    closed_on = Date(null=True, default=None)


class AgentRow(Table, tablename="agent", db=None):
    """A person who takes contacts; what changes over time is kept in the dated tables."""

    id = Serial(primary_key=True)
    code = Text()
    site_id = Integer()
    name_zh = Text()
    name_en = Text()
    hired = Date()
    left_on = Date(null=True, default=None)
    level = Text(default="trainee")
    level_since = Date(null=True, default=None)
    education = Text(null=True, default=None)
