"""Certificates on paper: one page each whatever the names, everything on it, fonts inside, the same bytes every time."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from server.certificates import words
from server.certificates.printing import Language, honor_pdf, in_figures, spaced
from server.ladder.dossiers.document import Document, Fact, Mark
from server.wire import Bilingual
from tests.server.look.test_look import png

LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")
SIGNED = Mark(
    "a" * 64, Bilingual("欧阳立新", "Maximiliane Oberhofer"), Bilingual("人力资源部总经理", "Head of Human Resources")
)
PICTURES = {"a" * 64: png(64, 24)}
PLAIN = Document(
    kind="honor",
    number="H2026-7K3M-9Q2X",
    issued="2026-03-04T02:00:00Z",
    as_of=date(2026, 3, 1),
    centre=Bilingual("晨星客户服务中心", "Morning Star Service Centre"),
    verify="https://echelon.example.com/verify?number=H2026-7K3M-9Q2X",
    title=words.AWARD,
    name=Bilingual("李娜", "Na Li"),
    says=Bilingual("在“周赛”中荣获第一名。特发此状，以资鼓励。", "first place in “Weekly race”."),
    head=(
        Fact(words.NUMBER, "text", words.serial(2026, 12)),
        Fact(words.DAY, "date", "2026-03-04"),
        Fact(words.WHOSE, "text", "agent"),
    ),
    seal=SIGNED,
    signatures=(SIGNED, SIGNED, SIGNED),
)
NAMES = (
    ("李娜", "Na Li"),
    ("王小明", "Xiaoming Wang"),
    ("欧阳娜娜", "Nana Ouyang"),
    ("阿依古丽江", "Wilhelmina-Alexandra Featherstonehaugh-B"),
)


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", [words.AWARD, words.HONOR, words.COURSE, words.EXAM])
def test_every_name_has_a_page_with_all_of_it(language: Language, title: Bilingual) -> None:
    found = pages(honor_pdf([replace(PLAIN, title=title, name=Bilingual(*name)) for name in NAMES], language, PICTURES))
    assert len(found) == len(NAMES)
    for page, (zh, en) in zip(found, NAMES, strict=True):
        assert (zh in page) == (language != "en")
        assert (en.replace(" ", "") in page) == (language != "zh")
        assert PLAIN.number in page
        assert ("二〇二六年三月四日" in page) == (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_words_that_can_be_given_stay_on_their_page(language: Language) -> None:
    says = Bilingual("为客户多想一步，" * 20, "going further for every single customer " * 6)
    long = replace(PLAIN, name=Bilingual("长" * 60, "N" * 60), says=says, centre=Bilingual("中" * 60, "C" * 60))
    assert len(pages(honor_pdf([long, long], language, PICTURES))) == 2


def test_the_same_certificate_has_the_same_bytes_and_brings_its_fonts() -> None:
    first = honor_pdf([PLAIN], "both", PICTURES)
    assert honor_pdf([PLAIN], "both", PICTURES) == first
    for font in PdfReader(io.BytesIO(first)).pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        inside = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert any(name.startswith("/FontFile") for name in inside)


def test_pictures_that_are_missing_leave_their_place_empty() -> None:
    assert len(pages(honor_pdf([PLAIN], "zh", {}))) == 1


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_nothing_in_a_name_is_read_as_markup(name: str) -> None:
    odd = replace(PLAIN, name=Bilingual(f"#{name}", f"*{name}$_[]<"), signatures=())
    assert len(PdfReader(io.BytesIO(honor_pdf([odd], "both", {}))).pages) == 1


def test_names_and_days_are_set_as_is_the_custom() -> None:
    assert [spaced(one) for one in ("李娜", "王小明", "Li", "李N")] == ["李　娜", "王小明", "Li", "李N"]
    days = [in_figures(date(2026, month, day)) for month, day in ((1, 1), (10, 10), (11, 20), (12, 31))]
    assert days == [
        "二〇二六年一月一日",
        "二〇二六年十月十日",
        "二〇二六年十一月二十日",
        "二〇二六年十二月三十一日",
    ]
