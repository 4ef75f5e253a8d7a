"""A review cycle and its candidates as they are kept."""

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import asyncpg
import msgspec
from msgspec import Struct

from career.review import ACCEPTANCE, Candidacy, Cycle, Phase, Places
from server.wire import Bilingual

Nominates = Literal["ready", "nearly", "nobody"]

BEFORE_NOTICE: tuple[Phase, ...] = ("draft", "open", "calibrating", "deciding", "cancelled")
"""Phases in which nobody but the deciders may know of decisions."""

_candidacy = msgspec.json.Decoder(Candidacy)


class SiteOf(Struct, frozen=True):
    """A site in a cycle."""

    id: int
    code: str
    name: Bilingual
    zone: str


class CycleKept(Struct, frozen=True, kw_only=True):
    """A row of `cycle` with its sites and places."""

    id: int
    code: str
    name: Bilingual
    as_of: date
    effective: date
    sites: tuple[SiteOf, ...]
    steps: tuple[tuple[str, str], ...]
    places: tuple[Places, ...]
    nominates: Nominates
    appeal_days: int
    phase: Phase
    opening_at: datetime | None
    opening_by: int | None
    opening_of: int | None
    opening_done: int
    opening_after: int
    opened: date | None
    evidence_until: datetime | None
    complete: bool
    noticed: date | None
    version: int

    @property
    def subject(self) -> str:
        """As the audit trail names it."""
        return f"cycle/{self.id}"

    @property
    def told(self) -> bool:
        """Whether the agents have read their decisions."""
        return self.phase not in BEFORE_NOTICE

    def rule(self) -> Cycle:
        """The cycle as the rule book knows it."""
        return Cycle(
            code=self.code,
            opened=self.opened or self.as_of,
            as_of=self.as_of,
            places=self.places,
            phase=self.phase,
            noticed=self.noticed,
            effective=self.effective if self.noticed else None,
            appeal_days=self.appeal_days,
        )

    def today(self, now: datetime) -> date:
        """The day it is at the site that is furthest behind: what is over there is over everywhere."""
        return min(now.astimezone(ZoneInfo(site.zone)).date() for site in self.sites)

    def acceptance_ends(self) -> datetime:
        """The instant from which evidence comes too late: ten days after the as-of date began at the last of the sites."""
        begins = [datetime.combine(self.as_of, datetime.min.time(), ZoneInfo(site.zone)) for site in self.sites]
        return max(begins) + ACCEPTANCE

    @property
    def appeals_end(self) -> date | None:
        """The last day of an appeal."""
        return None if self.noticed is None else self.noticed + timedelta(days=self.appeal_days)


def decode_candidacy(body: bytes) -> Candidacy:
    """A candidacy as the fold of its deeds left it, without those who lead the person now."""
    return _candidacy.decode(body)


def encode_candidacy(candidacy: Candidacy) -> bytes:
    """What `decode_candidacy` reads; the same bytes for the same candidacy."""
    return msgspec.json.encode(msgspec.structs.replace(candidacy, leads=frozenset()), order="deterministic")


def cycle_of(row: asyncpg.Record) -> CycleKept:
    """A row of `store.SELECT`."""
    return CycleKept(
        id=row["id"],
        code=row["code"],
        name=Bilingual(row["name_zh"], row["name_en"]),
        as_of=row["as_of"],
        effective=row["effective"],
        sites=tuple(
            SiteOf(one["id"], one["code"], Bilingual(one["name_zh"], one["name_en"]), one["zone"])
            for one in msgspec.json.decode(row["sites"])
        ),
        steps=tuple((source, target) for source, target in msgspec.json.decode(row["steps"])),
        places=tuple(msgspec.json.decode(row["places"], type=list[Places])),
        nominates=row["nominates"],
        appeal_days=row["appeal_days"],
        phase=row["phase"],
        opening_at=row["opening_at"],
        opening_by=row["opening_by"],
        opening_of=row["opening_of"],
        opening_done=row["opening_done"],
        opening_after=row["opening_after"],
        opened=row["opened"],
        evidence_until=row["evidence_until"],
        complete=row["complete"],
        noticed=row["noticed"],
        version=row["version"],
    )
