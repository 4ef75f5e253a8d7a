"""Expected noes: what was asked cannot be done, or a rule cannot be played by, each with a code and words."""

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """A stable code with words in `career.words`, and the word at fault."""

    code: str
    word: str = ""


class Fault(Struct, frozen=True):
    """Something in a rule that nobody could be judged by: a stable code, where it stands, and the word at fault."""

    code: str
    where: str
    word: str = ""
