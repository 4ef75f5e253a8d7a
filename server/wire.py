"""Shapes that several rooms put on the wire."""

from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\s/?#]+$")]
"""A short name chosen by people and used in addresses and files."""
Text = Annotated[str, Meta(min_length=1, max_length=200)]
Instant = str
"""RFC 3339 in UTC, ending in Z."""


class Bilingual(Struct, frozen=True, forbid_unknown_fields=True):
    """A name or sentence in both first languages."""

    zh: Annotated[str, Meta(max_length=2000)]
    en: Annotated[str, Meta(max_length=2000)]


class Page(Struct, Generic[T]):
    """A slice of a list; `next` is the offset of the following slice, or null at the end."""

    items: list[T]
    total: int
    next: int | None = None


def page_of(items: list[T], total: int, offset: int) -> Page[T]:
    """The slice of a list that starts at `offset`."""
    end = offset + len(items)
    return Page(items, total, end if end < total else None)


class Named(Struct, frozen=True):
    """A thing as others refer to it."""

    code: str
    name: Bilingual
