"""Piccolo's view of this room's catalogue tables; facts and rollups have keys of several columns and are plain SQL."""

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz
from piccolo.table import Table


class MetricRow(Table, tablename="metric", db=None):
    """One KPI. Amounts are micro-units."""

    code = Text(unique=True)
    name_zh = Text()
    name_en = Text()
    subject = Text(default="agent")
    combine = Text()
    good = Text()
    unit = Text()
    decimals = Integer(default=2)
    low = BigInt(null=True, default=None)
    high = BigInt(null=True, default=None)
    floor = BigInt(null=True, default=None)
    target = BigInt(null=True, default=None)
    stretch = BigInt(null=True, default=None)
    band_low = BigInt(null=True, default=None)
    band_high = BigInt(null=True, default=None)
    tolerance = BigInt(null=True, default=None)
    lateness_minutes = Integer(default=4320)
    monthly_lateness_minutes = Integer(null=True, default=None)
    archived_at = Timestamptz(null=True, default=None)


class MappingRow(Table, tablename="mapping", db=None):
    """A named way to read files."""

    code = Text(unique=True)
    name_zh = Text()
    name_en = Text()
    spec = JSONB()
    updated_at = Timestamptz()
