"""QA forms as they travel."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from career.exact import Decimal
from career.quality.forms import Form, FormItem, OnCritical
from career.words import FAULTS
from server.quality.forms.store import Kept, Retired
from server.wire import Bilingual

FormCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Standing = Literal["draft", "coming", "in_force", "past", "retired"]
Lines = Annotated[tuple[FormItem, ...], Meta(min_length=1, max_length=100)]


class NewFormIn(Struct, forbid_unknown_fields=True):
    """A form to be drafted: the next version of one, or, with `source`, a new one that begins as a copy."""

    code: FormCode
    source: FormCode | None = None
    name: Bilingual | None = None


class FormIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a draft is to say. `revision` is the one that was read."""

    revision: int
    name: Bilingual
    effective: date
    on_critical: OnCritical = "zero"
    cap: Decimal = "0"
    items: Lines


class ItemIn(Struct, forbid_unknown_fields=True):
    """One more line for the version in force, and from when it counts."""

    item: FormItem
    effective: date


class PublishIn(Struct, forbid_unknown_fields=True):
    """The draft as it was read."""

    revision: int


class RetireIn(Struct, forbid_unknown_fields=True):
    """From which day on nobody is judged by the form, and why."""

    since: date
    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class FaultOut(Struct):
    """Why nobody could be judged by it, and where."""

    where: str
    text: Bilingual


class FormOut(Struct, kw_only=True):
    """A version of a form."""

    code: str
    version: int
    name: Bilingual
    effective: date
    standing: Standing
    items: tuple[FormItem, ...]
    on_critical: OnCritical
    cap: Decimal
    revision: int
    used: int
    changed_at: datetime
    changed_by: str | None
    published_at: datetime | None
    published_by: str | None
    retired_from: date | None
    retired_why: str
    faults: list[FaultOut]


class Forms(Struct):
    """A list that is always whole."""

    items: list[FormOut]


def form_out(kept: Kept, standing: Standing, retired: Retired | None, faults: list[FaultOut]) -> FormOut:
    """A version as people read it."""
    form = kept.form
    return FormOut(
        code=form.code,
        version=form.version,
        name=Bilingual(zh=form.zh, en=form.en),
        effective=form.effective,
        standing=standing,
        items=form.items,
        on_critical=form.on_critical,
        cap=form.cap,
        revision=kept.revision,
        used=kept.used,
        changed_at=kept.changed_at,
        changed_by=kept.changed_by,
        published_at=kept.published_at,
        published_by=kept.published_by,
        retired_from=None if retired is None else retired.since,
        retired_why="" if retired is None else retired.reason,
        faults=faults,
    )


def fault_out(form: Form, code: str, where: str, word: str) -> FaultOut:
    """A fault in words; a line is named as people know it."""
    zh, en = FAULTS[code]
    line = next((one for one in form.items if where.startswith(f"items.{one.code}")), None)
    zh_at, en_at = (line.zh or line.code, line.en or line.code) if line else (word, word)
    return FaultOut(where, Bilingual(zh=f"{zh_at}：{zh}" if zh_at else zh, en=f"{en_at}: {en}" if en_at else en))
