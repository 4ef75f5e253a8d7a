"""What the scorer says about a board on the bus: the whole board, or what changed since the message before."""

import msgspec
from msgspec import Struct

from leaderboards.feed import Board, Delta


class BoardMessage(Struct, frozen=True, array_like=True):
    """One step of one board as everybody with full sight sees it.

    `seq` grows by each message of an `epoch`; a new scorer starts a new epoch with a whole board. Exactly one of `board`
    and `delta` is there; a delta turns the board at `from_seq` into the board at `seq`.
    """

    epoch: str
    from_seq: int
    seq: int
    board: Board | None = None
    delta: Delta | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(BoardMessage)


def encode(message: BoardMessage) -> bytes:
    """The message as the bus carries and keeps it."""
    return _encoder.encode(message)


def decode(data: bytes) -> BoardMessage:
    """The message behind the bytes. Raises msgspec.MsgspecError for what another version of the program wrote."""
    return _decoder.decode(data)
