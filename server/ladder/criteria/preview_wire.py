"""What goes over the wire when criteria are tried on the past."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from server.wire import Bilingual, Code, Named


class PreviewIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Against which version (the one in force today when left out), and as of which days (the last two cycles, or else the last
    two half-years). `names` also lists who would change; that is written into the audit trail."""

    against: Code | None = None
    as_of: Annotated[list[date], Meta(max_length=4)] = []
    names: bool = False


class GroupOut(Struct, frozen=True):
    """Of so many people so many would have been ready; the group `""` puts together all that are too small to name."""

    group: str
    people: int
    before: int
    after: int


class DimensionOut(Struct, frozen=True):
    """The same people by one property; empty where too few people could be told apart."""

    dimension: str
    groups: list[GroupOut]


class ChangedOut(Struct, frozen=True):
    """Somebody whose readiness would have been another one."""

    agent: Named
    site: str
    source: str
    target: str
    ready: bool
    """Under the version that is tried."""


class StepTriedOut(Struct, kw_only=True):
    """One step on one day. Where a version does not know the step, nobody is ready by it. `gained` and `lost` are None where
    one of them is a small number that is not 0."""

    source: Named
    target: Named
    asked_before: bool
    asked_after: bool
    people: int | None
    before: int | None
    after: int | None
    gained: int | None
    lost: int | None
    by: list[DimensionOut]


class DayTriedOut(Struct, kw_only=True):
    """All steps as of one day; `cycle` says whose day it was."""

    as_of: date
    cycle: Bilingual | None
    steps: list[StepTriedOut]
    changed: list[ChangedOut] | None


class PreviewOut(Struct, kw_only=True):
    """The whole answer. `smallest` is the size below which no group is shown."""

    code: str
    against: str
    smallest: int
    days: list[DayTriedOut]


class Progress(Struct, kw_only=True, omit_defaults=True):
    """One line of the answer: people judged so far, and with the last of them the report."""

    done: int
    of: int
    report: PreviewOut | None = None
