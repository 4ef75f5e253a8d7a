"""Drafting, saving, publishing and discarding versions of QA forms; nobody edits what was published."""

from datetime import date

from msgspec.structs import replace

from career.quality.forms import Form, FormItem, check, in_force, with_item
from career.refusal import Fault, Refusal
from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, TAKEN, DomainError
from server.quality.forms import store
from server.quality.forms.store import Kept
from server.quality.forms.wire import FormIn, FormOut, NewFormIn, Standing, fault_out, form_out
from server.quality.refusals import (
    CODES,
    DRAFT_THERE,
    FAULTY_FORM,
    NEEDS_ACCOUNT,
    NO_FORM,
    PUBLISHED,
    RETIRED,
    RETIRED_IN_PAST,
    refuse,
)


class FormsService:
    """See the module. Drafts are for those who keep the forms; published versions for everybody who judges or is judged."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def prepare(self) -> None:
        """See that the shipped forms are there."""
        async with self._db.transaction() as connection:
            await store.ship(connection, self._clock.now())

    async def all(self, actor: Actor, on: date | None) -> list[FormOut]:
        """Every version the actor may see, the latest first; with `on` one a form, the version in force that day."""
        drafts = actor.may(Permission.QUALITY_MANAGE)
        async with self._db.connection() as connection:
            kept = [one for one in await store.listed(connection) if drafts or one.published_at is not None]
            shown = [await self._out(connection, one, kept) for one in kept]
            gone = await store.retired(connection)
        if on is None:
            return shown
        over = {code for code, one in gone.items() if one.since <= on}
        published = [one.form for one in kept if one.published_at is not None and one.form.code not in over]
        chosen = {
            code: form.version
            for code in {form.code for form in published}
            if (form := in_force([one for one in published if one.code == code], on))
        }
        return [one for one in shown if chosen.get(one.code) == one.version]

    async def one(self, actor: Actor, code: str, version: int) -> FormOut:
        """One version."""
        async with self._db.connection() as connection:
            kept = await _find(connection, code, version)
            if kept.published_at is None and not actor.may(Permission.QUALITY_MANAGE):
                raise DomainError(NO_FORM, key=code)
            return await self._out(connection, kept, await store.listed(connection, code))

    async def draft(self, actor: Actor, given: NewFormIn) -> FormOut:
        """The next version of a form as a draft; with a source a new form, which begins as a copy of that one."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            today = await store.latest_today(connection, now)
            await _refuse_retired(connection, given.code)
            versions = await store.versions(connection, given.source or given.code)
            if not versions:
                raise DomainError(NO_FORM, key=given.source or given.code)
            if given.source is not None and await store.listed(connection, given.code):
                raise DomainError(TAKEN, what="form", key=given.code)
            last = versions[-1]
            form = replace(
                last,
                code=given.code,
                version=1 if given.source else last.version + 1,
                effective=max(today, last.effective) if not given.source else today,
                zh=given.name.zh if given.name else last.zh,
                en=given.name.en if given.name else last.en,
            )
            if not await store.add_draft(connection, form, by, now):
                raise DomainError(DRAFT_THERE, key=given.code)
            await audit.record(connection, actor, "qa_form.draft", _subject(form), {"from": given.source or given.code})
            return await self._shown(connection, form)

    async def save(self, actor: Actor, code: str, version: int, given: FormIn) -> FormOut:
        """Replace what a draft says; it may have faults."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code, version, given.revision)
            form = replace(
                kept.form,
                zh=given.name.zh.strip(),
                en=given.name.en.strip(),
                effective=given.effective,
                on_critical=given.on_critical,
                cap=given.cap,
                items=given.items,
            )
            if form != kept.form:
                await store.write(connection, form, by, now)
                await audit.record(connection, actor, "qa_form.change", _subject(form), {"lines": len(form.items)})
            return await self._shown(connection, form)

    async def publish(self, actor: Actor, code: str, version: int, revision: int) -> FormOut:
        """Put a draft in force from its date on, today at the earliest."""
        by = _person(actor)
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code, version, revision)
            await self._publish(connection, actor, kept.form, by)
            return await self._shown(connection, kept.form)

    async def add_item(self, actor: Actor, code: str, item: FormItem, effective: date) -> FormOut:
        """One more line, at once: the next version, published. What was judged before keeps its version."""
        by, now = _person(actor), self._clock.now()
        async with self._db.transaction() as connection:
            versions = await store.versions(connection, code)
            if not versions:
                raise DomainError(NO_FORM, key=code)
            form = with_item(versions[-1], item, effective)
            if isinstance(form, Refusal):
                refuse(form)
            if not await store.add_draft(connection, form, by, now):
                raise DomainError(DRAFT_THERE, key=code)
            await self._publish(connection, actor, form, by)
            return await self._shown(connection, form)

    async def discard(self, actor: Actor, code: str, version: int) -> None:
        """Throw a draft away."""
        _person(actor)
        async with self._db.transaction() as connection:
            kept = await _draft(connection, code, version)
            await store.discard(connection, kept.form)
            await audit.record(connection, actor, "qa_form.discard", _subject(kept.form))

    async def retire(self, actor: Actor, code: str, since: date, reason: str) -> list[FormOut]:
        """Nobody is judged by it from a day on, today at the earliest."""
        by, now = _person(actor), self._clock.now()
        if not reason.strip():
            raise DomainError(CODES["reason_missing"])
        async with self._db.transaction() as connection:
            if not await store.versions(connection, code):
                raise DomainError(NO_FORM, key=code)
            if since < await store.latest_today(connection, now):
                raise DomainError(RETIRED_IN_PAST)
            if not await store.retire(connection, code, store.Retired(since, reason.strip()), by, now):
                await _refuse_retired(connection, code)
            await audit.record(connection, actor, "qa_form.retire", f"qa_form/{code}", {"since": since.isoformat()})
            return await self._versions(connection, actor, code)

    async def restore(self, actor: Actor, code: str) -> list[FormOut]:
        """Bring a retired form back; one that is in use stays so."""
        _person(actor)
        async with self._db.transaction() as connection:
            if not await store.versions(connection, code):
                raise DomainError(NO_FORM, key=code)
            if await store.restore(connection, code):
                await audit.record(connection, actor, "qa_form.restore", f"qa_form/{code}")
            return await self._versions(connection, actor, code)

    async def _versions(self, connection: Connection, actor: Actor, code: str) -> list[FormOut]:
        drafts = actor.may(Permission.QUALITY_MANAGE)
        kept = [one for one in await store.listed(connection, code) if drafts or one.published_at is not None]
        return [await self._out(connection, one, kept) for one in kept]

    async def _publish(self, connection: Connection, actor: Actor, form: Form, by: int) -> None:
        await _refuse_retired(connection, form.code)
        faults = await self._faults(connection, form)
        if faults:
            said = fault_out(form, faults[0].code, faults[0].where, faults[0].word).text
            raise DomainError(FAULTY_FORM, first=said.en, first_zh=said.zh, where=faults[0].where)
        before = await store.versions(connection, form.code)
        if before and form.effective < before[-1].effective:
            raise DomainError(CODES["before_last_version"], word=before[-1].effective.isoformat())
        await store.publish(connection, form, by, self._clock.now())
        detail = {"effective": form.effective.isoformat(), "lines": len(form.items)}
        await audit.record(connection, actor, "qa_form.publish", _subject(form), detail)

    async def _faults(self, connection: Connection, form: Form) -> list[Fault]:
        found = check(form)
        if not (form.zh.strip() and form.en.strip()):
            found.append(Fault("name_missing", "name"))
        if form.effective < await store.latest_today(connection, self._clock.now()):
            found.append(Fault("effective_in_past", "effective"))
        return found

    async def _shown(self, connection: Connection, form: Form) -> FormOut:
        kept = await _find(connection, form.code, form.version)
        return await self._out(connection, kept, await store.listed(connection, form.code))

    async def _out(self, connection: Connection, kept: Kept, all_of_it: list[Kept]) -> FormOut:
        form = kept.form
        gone = (await store.retired(connection, form.code)).get(form.code)
        if kept.published_at is None:
            faults = await self._faults(connection, form)
            return form_out(kept, "draft", gone, [fault_out(form, one.code, one.where, one.word) for one in faults])
        today = await store.latest_today(connection, self._clock.now())
        known = [one.form for one in all_of_it if one.form.code == form.code and one.published_at is not None]
        standing = _standing(form, in_force(known, today), today)
        if gone is not None and gone.since <= today and standing != "past":
            standing = "retired"
        return form_out(kept, standing, gone, [])


def _standing(form: Form, now: Form | None, today: date) -> Standing:
    if form.effective > today:
        return "coming"
    return "in_force" if now is not None and form.version == now.version else "past"


async def _refuse_retired(connection: Connection, code: str) -> None:
    gone = (await store.retired(connection, code)).get(code)
    if gone is not None:
        raise DomainError(RETIRED, key=code, day=gone.since.isoformat())


async def _find(connection: Connection, code: str, version: int, *, lock: bool = False) -> Kept:
    kept = await store.find(connection, code, version, lock=lock)
    if kept is None:
        raise DomainError(NO_FORM, key=code)
    return kept


async def _draft(connection: Connection, code: str, version: int, revision: int | None = None) -> Kept:
    kept = await _find(connection, code, version, lock=True)
    if kept.published_at is not None:
        raise DomainError(PUBLISHED)
    if revision is not None and kept.revision != revision:
        raise DomainError(CHANGED_MEANWHILE)
    return kept


def _subject(form: Form) -> str:
    return f"qa_form/{form.code}/{form.version}"


def _person(actor: Actor) -> int:
    """Forms are a person's doing, never a machine's."""
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)
    return actor.id
