"""Templates: what a contest is played by before anybody launches it, and who may change it."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from leaderboards.check import check_play
from leaderboards.plays import Play, format_of
from leaderboards.prizes import Prize, check_prizes
from leaderboards.rules import Rules
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.contests.contest import Practice
from server.contests.planning.playing import definitions_for, refuse
from server.contests.planning.templates_wire import NewTemplateIn, TemplateIn, TemplateOut
from server.contests.store import as_json
from server.contests.tables import TemplateRow
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, NOT_FOUND, TAKEN, DomainError
from server.wire import Bilingual

_rules = msgspec.json.Decoder(Rules)
_play: msgspec.json.Decoder[Play] = msgspec.json.Decoder(Play)
_practice = msgspec.json.Decoder(list[Practice])
_prizes = msgspec.json.Decoder(tuple[Prize, ...])


class TemplatesService:
    """The catalogue of templates."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def all(self, *, archived: bool = False) -> list[TemplateOut]:
        """Every template, by code; archived ones only when asked for."""
        async with self._db.transaction():
            query = TemplateRow.select().order_by(TemplateRow.code)
            rows = await (query if archived else query.where(TemplateRow.archived_at.is_null()))
        return [_out(row) for row in rows]

    async def one(self, code: str) -> TemplateOut:
        """The template of this code, archived or not."""
        async with self._db.transaction():
            row = await TemplateRow.select().where(TemplateRow.code == code).first()
        if row is None:
            raise DomainError(NOT_FOUND, what="template", key=code)
        return _out(row)

    async def create(self, actor: Actor, given: NewTemplateIn) -> TemplateOut:
        """Add a template whose rules can be played with the metrics there are."""
        async with self._db.transaction() as connection:
            await _check(connection, given)
            if not await _insert(connection, given.code, given, self._clock.now()):
                raise DomainError(TAKEN, what="template", key=given.code)
            await audit.record(
                connection, actor, "template.create", f"template/{given.code}", {"approved": given.approved}
            )
        return await self.one(given.code)

    async def change(self, actor: Actor, code: str, given: TemplateIn) -> TemplateOut:
        """Replace a template's content under the next version; contests keep the rules they were launched with."""
        async with self._db.transaction() as connection:
            version: int | None = await connection.fetchval(
                "SELECT version FROM template WHERE code = $1 FOR UPDATE", code
            )
            if version is None:
                raise DomainError(NOT_FOUND, what="template", key=code)
            if given.version is not None and given.version != version:
                raise DomainError(CHANGED_MEANWHILE)
            await _check(connection, given)
            await TemplateRow.update(
                {**_columns(given, self._clock.now()), "version": version + 1}  # type: ignore[dict-item]  # names are columns
            ).where(TemplateRow.code == code)
            detail = {"version": version + 1, "approved": given.approved, "archived": given.archived}
            await audit.record(connection, actor, "template.change", f"template/{code}", detail)
        return await self.one(code)

    async def ensure(self, shipped: Iterable[NewTemplateIn]) -> list[str]:
        """Add the shipped templates that are not there yet and leave every existing one as it is; the codes added.

        A template whose metrics the centre has archived is left out: nobody could launch it.
        """
        added = []
        async with self._db.transaction() as connection:
            there = {row["code"] for row in await connection.fetch("SELECT code FROM template")}
            missing = [template for template in shipped if template.code not in there]
            known = await directory.definitions(connection) if missing else {}
            for template in missing:
                try:
                    definitions_for(template.rules, known)
                except DomainError:
                    continue
                if await _insert(connection, template.code, template, self._clock.now()):
                    await audit.record(connection, None, "template.ship", f"template/{template.code}")
                    added.append(template.code)
        return added


async def _check(connection: Connection, given: TemplateIn) -> None:
    definitions_for(given.rules, await directory.definitions(connection))
    refuse([*check_play(given.play, 2), *check_prizes(given.prizes, given.participants, format_of(given.play))])


async def _insert(connection: Connection, code: str, given: TemplateIn, now: datetime) -> bool:
    columns = {"code": code, **_columns(given, now)}
    names = ", ".join(columns)
    places = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    # Piccolo's own insert cannot leave an existing row alone and say so in one statement.
    added = await connection.fetchval(
        f"INSERT INTO template ({names}) VALUES ({places}) ON CONFLICT (code) DO NOTHING RETURNING id",
        *columns.values(),
    )
    return added is not None


def _columns(given: TemplateIn, now: datetime) -> dict[str, object]:
    return {
        "name_zh": given.name.zh,
        "name_en": given.name.en,
        "about_zh": given.about.zh,
        "about_en": given.about.en,
        "skill_zh": given.skill.zh,
        "skill_en": given.skill.en,
        "practice": as_json(given.practice),
        "format": format_of(given.play),
        "play": as_json(given.play),
        "participants": given.participants,
        "period": given.period,
        "rules": as_json(given.rules),
        "freeze_minutes": given.freeze_minutes,
        "appeal_hours": given.appeal_hours,
        "two_person": given.two_person,
        "prizes": as_json(given.prizes),
        "approved": given.approved,
        "archived_at": now if given.archived else None,
    }


_PLAIN = (
    *("code", "format", "participants", "period", "approved", "version"),
    *("freeze_minutes", "appeal_hours", "two_person"),
)


def _out(row: dict[str, object]) -> TemplateOut:
    found: dict[str, object] = {
        name: Bilingual(zh=str(row[f"{name}_zh"]), en=str(row[f"{name}_en"])) for name in ("name", "about", "skill")
    }
    found |= {name: row[name] for name in _PLAIN}
    found["practice"] = _practice.decode(str(row["practice"]))
    found["play"] = _play.decode(str(row["play"]))
    found["prizes"] = _prizes.decode(str(row["prizes"]))
    found["rules"] = _rules.decode(str(row["rules"]))
    found["archived"] = row["archived_at"] is not None
    return msgspec.convert(found, TemplateOut)
