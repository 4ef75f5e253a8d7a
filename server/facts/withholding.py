"""What a refused fact tells that is not for everybody who mends it: the marks of exams and test calls.

Whether its person is a trainee cannot be asked of a fact that was refused, say because nobody is known by its code. So marks are
kept from everybody who does not read everybody's (`server.people.results`); such a fact can be mended without being read.
"""

from msgspec import DecodeError, Raw
from msgspec.json import Decoder, encode

from server.errors import DomainError, declare
from server.people.results import RESULT_METRICS

STAYS = declare(
    "mark_stays_with_metric",
    422,
    en="The value you may not read stays with its metric. Leave the metric as it is, or give a value of your own.",
    zh="您无权查看的数值只能保留在原指标下。请不要改动指标，或自行填写数值。",
)
WITHHELD = "…"
"""Stands where something is kept from the reader; sent back, it means what was there before."""

_OPEN = frozenset({"id", "metric", "at", "agent", "team", "queue", "revision"})
"""What says which fact it is. Whatever else there is may be the mark, put in the wrong place."""
_OBJECT = Decoder(dict[str, Raw])
_WORD = Decoder(str)
_BLOT = Raw(encode(WITHHELD))


def is_result(payload: str) -> bool:
    """Whether a text names a metric of results, in whatever field."""
    found = _read(payload)
    if found is None:
        return any(metric in payload.lower() for metric in RESULT_METRICS)
    return any(_is_metric(value) for value in found.values())


def without_marks(payload: str) -> str:
    """A text that names such a metric, as whoever may not read marks sees it; one that cannot be read is kept back whole."""
    found = _read(payload)
    if found is None:
        return WITHHELD
    return encode({name: value if name in _OPEN else _BLOT for name, value in found.items()}).decode()


def put_back(payload: str, held: str) -> str:
    """What was mended, with what was withheld from whoever mended it. Raises `mark_stays_with_metric` where the mark would
    become something that is open to read."""
    mended, before = _read(payload), _read(held)
    if mended is None:
        return held if payload.strip() == WITHHELD else payload
    kept = [name for name, value in mended.items() if _word(value) == WITHHELD]
    if not kept or before is None:
        return payload
    if not _is_metric(mended.get("metric", Raw())):
        raise DomainError(STAYS)
    return encode({**mended, **{name: before[name] for name in kept if name in before}}).decode()


def _read(payload: str) -> dict[str, Raw] | None:
    try:
        return _OBJECT.decode(payload.encode())
    except (DecodeError, UnicodeError):
        return None


def _word(value: Raw) -> str | None:
    try:
        return _WORD.decode(value)
    except (DecodeError, UnicodeError):
        return None


def _is_metric(value: Raw) -> bool:
    return (_word(value) or "").strip().lower().replace(" ", "_").replace("-", "_") in RESULT_METRICS
