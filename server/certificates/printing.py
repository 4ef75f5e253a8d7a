"""Certificates as pages: a Chinese one in the classic manner, a sober English one, or both languages on the Chinese one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from server.ladder.dossiers.document import Document, Fact, Mark, in_language
from server.ladder.dossiers.writing import day_in_english
from server.reports.pages import set_pages, set_picture, square

Language = Literal["zh", "en", "both"]

_TEMPLATE = "honor.typ"
_FIGURES = "〇一二三四五六七八九"


def honor_pdf(documents: Sequence[Document], language: Language, pictures: Mapping[str, bytes]) -> bytes:
    """Certificates, one to a page."""
    title = documents[0].number if len(documents) == 1 else f"{documents[0].number} +{len(documents) - 1}"
    made = datetime.fromisoformat(documents[-1].issued)
    return set_pages(_TEMPLATE, _data(documents, language, title, pictures), made, _files(pictures))


def honor_picture(document: Document, language: Language, pictures: Mapping[str, bytes]) -> bytes:
    """What one would look like, marked as a sample: nothing of it was issued."""
    data = _data([document], language, "", pictures) | {"sample": {"zh": "样张", "en": "SAMPLE"}}
    return set_picture(_TEMPLATE, data, _files(pictures))


def _files(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{sha}.png": content for sha, content in pictures.items()}


def _data(
    documents: Sequence[Document], language: Language, title: str, pictures: Mapping[str, bytes]
) -> dict[str, object]:
    return {
        "title": title,
        "language": language,
        "sample": None,
        # Sheets of one print look alike, as of the newest.
        "colour": documents[-1].colour,
        "labels": {"scan": {"zh": "扫码核验真伪", "en": "Scan to check"}},
        "pages": [_page(one, pictures) for one in documents],
    }


def _page(one: Document, pictures: Mapping[str, bytes]) -> dict[str, object]:
    serial, day, whose = one.head
    on = date.fromisoformat(_text(day))
    return {
        "number": one.number,
        "serial": {"zh": in_language(serial.value, "zh"), "en": f"No. {in_language(serial.value, 'en')}"},
        "centre": one.centre,
        "title": one.title,
        "name": {"zh": spaced(one.name.zh), "en": one.name.en},
        "team": _text(whose) == "team",
        "says": one.says,
        "day": {"zh": in_figures(on), "en": day_in_english(on)},
        "verify": one.verify,
        "qr": square(one.verify),
        "seal": _file(one.seal, pictures),
        "logo": _file(one.logo, pictures),
        "signatures": [
            {"picture": f"{mark.picture}.png", "name": mark.name, "title": mark.title}
            for mark in one.signatures
            if mark.picture in pictures
        ],
    }


def _file(mark: Mark | None, pictures: Mapping[str, bytes]) -> str | None:
    return None if mark is None or mark.picture not in pictures else f"{mark.picture}.png"


def _text(fact: Fact) -> str:
    return in_language(fact.value, "zh")


def spaced(name: str) -> str:
    """A name of two characters is set as wide as one of three: 李　娜."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and all("\u4e00" <= one <= "\u9fff" for one in name) else name


def in_figures(day: date) -> str:
    """A day as it stands below a certificate: 二〇二六年十一月二十三日."""
    year = "".join(_FIGURES[int(one)] for one in str(day.year))
    return f"{year}年{_below_forty(day.month)}月{_below_forty(day.day)}日"


def _below_forty(n: int) -> str:
    tens, ones = divmod(n, 10)
    return f"{_FIGURES[tens] if tens > 1 else ''}{'十' if tens else ''}{_FIGURES[ones] if ones else ''}"
