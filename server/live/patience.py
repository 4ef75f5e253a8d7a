"""How long the hub waits for whom, and for what."""

from typing import NamedTuple


class Patience(NamedTuple):
    """All the seconds the hub reckons with."""

    beat: float = 10.0
    """Silence after which a view says that it is still there."""
    lag: float = 20.0
    """How long a client may go without acknowledging before it is closed as `lagging`."""
    refresh: float = 2.0
    """Between computations of a board that cannot be had from its scorer."""
    calm: float = 15.0
    """The same while the bus is healthy: its scorer has nothing to say, and most likely nothing changed."""
    linger: float = 60.0
    """How long boards and views without anybody are kept, for those who come back after a cut."""
    snapshot: float = 2.0
    """How long a missing piece is looked for on the bus before the board is computed here."""
    confirm: float = 2.5
    """After which a first state is compared once more: snapshots are saved a little behind the messages, and what was said
    between the two would never be missed on a board that then falls silent."""
