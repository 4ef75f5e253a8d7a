"""Expected noes of this rule book: a stable code with words, and the word at fault."""

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """What was asked cannot be done; the code has words in `leaderboards.badges.words`."""

    code: str
    word: str = ""
