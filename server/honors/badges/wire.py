"""Badges and awards as they go over the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from leaderboards.badges.badge import Badge, Kind, Limit, in_force
from leaderboards.badges.fair import why
from leaderboards.badges.sentences import Names, sentence
from leaderboards.badges.tiers import Step, Tier
from server.honors.badges.store import Kept, Shown
from server.honors.badges.telling import Around, Evidence, because, figure, withdrawn
from server.wire import Bilingual, Code, Named


class BadgeOut(Struct, kw_only=True):
    """One version of a badge, with what earns it as a sentence."""

    code: str
    version: int
    name: Bilingual
    praise: Bilingual
    symbol: str
    of: Literal["agent", "team"]
    rule: Kind
    sentence: Bilingual
    why: Bilingual | None
    steps: tuple[Step, ...]
    limit: Limit | None
    live: bool
    effective: date
    ends: date | None
    archived: bool
    holders: int


class BadgesOut(Struct):
    """All badges, each in its version in force, or else its newest."""

    items: list[BadgeOut]


class BadgeHistoryOut(Struct):
    """A badge with all its versions, newest first."""

    badge: BadgeOut
    versions: list[BadgeOut]


class WithdrawnOut(Struct):
    """When and why it was taken."""

    at: datetime
    reason: Bilingual


class AwardOut(Struct, kw_only=True):
    """An award; `value` only for those who may read its owner's figures."""

    id: int
    badge: str
    name: Bilingual
    symbol: str
    tier: Tier
    ground: str
    on: date
    given_at: datetime
    value: str | None
    threshold: str
    because: Bilingual
    agent: Named
    seen: bool
    withdrawn: WithdrawnOut | None


class AwardsOut(Struct):
    """Some awards, newest first."""

    items: list[AwardOut]


class ProgressOut(Struct, kw_only=True):
    """The way to the next award of a badge; `share` from 0 to 1."""

    badge: str
    name: Bilingual
    symbol: str
    tier: Tier
    value: str
    threshold: str
    share: str
    since: date | None
    sentence: Bilingual


class MineOut(Struct):
    """One's own, and who else sees them."""

    items: list[AwardOut]
    progress: list[ProgressOut]
    shown: Shown


class EvidenceOut(Struct):
    """One thing an award rests on."""

    at: date | None
    kind: str
    text: Bilingual
    link: str | None


class AwardWithEvidenceOut(AwardOut, kw_only=True):
    """An award opened."""

    evidence: list[EvidenceOut]


class HolderOut(Struct):
    """Somebody who holds a badge, in the tier of one award."""

    agent: Named
    tier: Tier
    on: date


class HoldersOut(Struct):
    """Those who show it."""

    items: list[HolderOut]


class WouldOut(Struct):
    """One award somebody would have."""

    tier: Tier
    on: date
    ground: str


class WouldHaveOut(Struct):
    """Somebody who would have a badge, and since when."""

    agent: str
    name: Bilingual
    awards: list[WouldOut]


class PreviewOut(Struct):
    """Of so many people looked at, so many (`total`) would have it; the first hundred."""

    subjects: int
    items: list[WouldHaveOut]
    total: int


class FaultOut(Struct):
    """What is wrong with a badge, and where."""

    code: str
    where: str
    message: Bilingual


class ShownIn(Struct, forbid_unknown_fields=True):
    """What others see."""

    shown: Shown


class SeenIn(Struct, forbid_unknown_fields=True):
    """Which awards were looked at."""

    ids: Annotated[list[int], Meta(max_length=1000)]


class GrantIn(Struct, forbid_unknown_fields=True):
    """To whom, in which tier, and why."""

    agent: Code
    reason: Annotated[str, Meta(max_length=500)]
    tier: Tier = "plain"


class TakeBackIn(Struct, forbid_unknown_fields=True):
    """Why it is taken back."""

    reason: Annotated[str, Meta(min_length=5, max_length=500)]


def badge_out(badge: Badge, names: Names, today: date, holders: int) -> BadgeOut:
    """One version."""
    zh, en = sentence(badge, names)
    reason = why(badge)
    return BadgeOut(
        code=badge.code,
        version=badge.version,
        name=Bilingual(badge.zh, badge.en),
        praise=Bilingual(badge.praise_zh, badge.praise_en),
        symbol=badge.symbol,
        of=badge.of,
        rule=badge.rule,
        sentence=Bilingual(zh, en),
        why=None if reason is None else Bilingual(*reason),
        steps=badge.steps,
        limit=badge.limit,
        live=badge.live,
        effective=badge.effective,
        ends=badge.ends,
        archived=badge.ends is not None and badge.ends <= today,
        holders=holders,
    )


def current(versions: list[Badge], today: date) -> Badge:
    """The version in force, or the newest where none is."""
    return in_force(versions, today) or max(versions, key=lambda one: one.version)


def award_out(one: Kept, badge: Badge, known: Around, *, own: bool) -> AwardOut:
    """An award, by the version it was given by; `own` to those who may read its owner's figures."""
    return AwardOut(
        id=one.id,
        badge=one.badge,
        name=Bilingual(badge.zh, badge.en),
        symbol=badge.symbol,
        tier=one.tier,
        ground=one.ground,
        on=one.on,
        given_at=one.given_at,
        value=figure(badge, one.value, known.metrics) if own else None,
        threshold=figure(badge, one.threshold, known.metrics),
        because=because(badge, one, known, own=own),
        agent=one.agent,
        seen=one.seen,
        withdrawn=None if one.withdrawn_at is None else WithdrawnOut(one.withdrawn_at, withdrawn(one)),
    )


def evidence_out(one: Evidence) -> EvidenceOut:
    """One thing behind an award."""
    return EvidenceOut(one.at, one.kind, one.text, one.link)
