"""The messages on a board's socket, as docs/live.md describes them to whoever writes a client."""

from datetime import date
from typing import Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from leaderboards.feed import Board, Delta, HeadChange, Row
from server.live.protocol import Frame
from server.wire import Bilingual, Named

Goodbye = Literal["contest_over", "forbidden", "not_found", "lagging", "server_stopping", "bad_message"]

CLOSE_CODES: dict[Goodbye, int] = {
    "contest_over": 1000,
    "forbidden": 4403,
    "not_found": 4404,
    "lagging": 4408,
    "server_stopping": 1012,
    "bad_message": 1008,
}


class SnapshotOut(Struct, frozen=True, tag_field="type", tag="snapshot"):
    """The whole board at a position."""

    epoch: str
    seq: int
    board: Board


class DeltaOut(Struct, frozen=True, tag_field="type", tag="delta", rename={"from_seq": "from"}):
    """What turns the board at `from` into the board at `seq`, in one epoch."""

    epoch: str
    from_seq: int
    seq: int
    head: HeadChange | UnsetType = UNSET
    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | UnsetType = UNSET


class BeatOut(Struct, frozen=True, tag_field="type", tag="beat"):
    """Nothing changed, and the line still works."""

    epoch: str
    seq: int
    at: str


class BadgeOut(Struct, frozen=True, kw_only=True, tag_field="type", tag="badge"):
    """Somebody of the site has earned a badge and shows it to everybody: walls say so in passing. Sent once, to whoever has room."""

    of: Literal["agent", "team"]
    badge: str
    name: Bilingual
    symbol: str
    tier: str
    agent: Named
    """Who earned it: a person, or where `of` says so a team."""
    team: Named | None
    on: date


class LookOut(Struct, frozen=True, tag_field="type", tag="look"):
    """To a display: something about it was changed; it asks `displays/me` now rather than in half a minute."""


class ByeOut(Struct, frozen=True, tag_field="type", tag="bye"):
    """The last message before the server closes."""

    code: Goodbye


class Ack(Struct, frozen=True):
    """The only message of a client: it has applied everything up to `ack`."""

    ack: int


ServerMessage = SnapshotOut | DeltaOut | BeatOut | BadgeOut | LookOut | ByeOut

_encoder = msgspec.json.Encoder()
decode_ack = msgspec.json.Decoder(Ack).decode
decode_server_message = msgspec.json.Decoder(ServerMessage).decode


def frame(message: ServerMessage) -> Frame:
    """The message, encoded once for every socket that gets it."""
    return Frame(_encoder.encode(message))


def delta_out(epoch: str, from_seq: int, seq: int, delta: Delta) -> DeltaOut:
    """A delta with its place in the sequence."""
    return DeltaOut(epoch, from_seq, seq, delta.head, delta.rows, delta.gone, delta.order)


def delta_of(message: DeltaOut) -> Delta:
    """The delta alone, ready for `leaderboards.feed.apply`."""
    return Delta(message.head, message.rows, message.gone, message.order)


BYES: dict[Goodbye, Frame] = {code: frame(ByeOut(code)) for code in CLOSE_CODES}
