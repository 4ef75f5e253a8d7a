"""What a display looks like on the wire to who keeps it."""

from datetime import datetime

from msgspec import Struct

from server.auth.actor import Actor
from server.live.steering import steers
from server.live.store import Display
from server.pages import wall_build
from server.wire import Named


class ToldOut(Struct):
    """What a display said of itself last. `current`: whether its page is the one that is served now."""

    at: str
    current: bool
    shows: str
    contest: int | None
    width: int
    height: int
    stale: bool


class DisplayOut(Struct):
    """A paired wall."""

    id: int
    name: str
    site: Named
    team: Named | None
    contests: list[int]
    locale: str
    confirmed_at: str
    seen_at: str | None
    revoked_at: str | None
    scenes: list[str] | None
    turn_s: int
    sound: bool
    pinned: int | None
    told: ToldOut | None
    steers: bool
    """Whether who asks may change what it shows."""


def rfc3339(at: datetime) -> str:
    """As instants stand on the wire."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def display_out(actor: Actor, display: Display) -> DisplayOut:
    """A display as this actor sees it."""
    told = (
        None
        if display.told is None
        else ToldOut(
            at="" if display.told_at is None else rfc3339(display.told_at),
            current=display.told.build == wall_build(),
            shows=display.told.shows,
            contest=display.told.contest,
            width=display.told.width,
            height=display.told.height,
            stale=display.told.stale,
        )
    )
    return DisplayOut(
        id=display.id,
        name=display.name,
        site=display.site,
        team=display.team,
        contests=list(display.contest_ids),
        locale=display.locale,
        confirmed_at=rfc3339(display.confirmed_at),
        seen_at=None if display.seen_at is None else rfc3339(display.seen_at),
        revoked_at=None if display.revoked_at is None else rfc3339(display.revoked_at),
        scenes=None if display.scenes is None else list(display.scenes),
        turn_s=display.turn_s,
        sound=display.sound,
        pinned=display.pinned,
        told=told,
        steers=steers(actor, display),
    )
