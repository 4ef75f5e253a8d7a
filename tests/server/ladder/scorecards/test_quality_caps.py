"""A critical error that was found on a call caps the month's scorecard, until a dispute takes it back."""

from datetime import UTC, date, datetime

import msgspec

from career.quality.shipped import STANDARD
from server.auth.actor import Actor
from server.auth.roles import Role
from server.facts.promising import Promised
from server.quality.evaluations.wire import JudgeIn
from server.quality.forms.wire import FormIn, NewFormIn
from server.quality.service import QualityService
from tests.server.ladder.scorecards.conftest import AFTER, HR, Centre

BEST = {item.code: "1" for item in STANDARD.items}
CALL = datetime(2026, 6, 10, 2, tzinfo=UTC)


async def account(centre: Centre, login: str, role: Role, agent: str | None = None) -> Actor:
    async with centre.db.transaction() as unit:
        row = await unit.fetchrow(
            "INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
            " VALUES ($1, '', $2, (SELECT id FROM agent WHERE code = $3), $1, now()) RETURNING id, agent_id",
            login,
            role.value,
            agent,
        )
    assert row is not None
    return Actor(kind="account", id=row["id"], name=login, role=role, agent_id=row["agent_id"])


async def kept_form(quality: QualityService, by: Actor) -> None:
    """The standard form, with a score that a critical error leaves as it is: nothing but the error then caps the month."""
    draft = await quality.forms.draft(by, NewFormIn("standard"))
    given = FormIn(
        revision=draft.revision, name=draft.name, effective=date(2026, 6, 9), on_critical="keep", items=draft.items
    )
    saved = await quality.forms.save(by, "standard", 2, given)
    await quality.forms.publish(by, "standard", 2, saved.revision)


async def test_a_critical_error_caps_the_month_until_it_is_taken_back(centre: Centre) -> None:
    quality = QualityService(centre.db, centre.clock)
    await quality.prepare()
    ana, bo = await account(centre, "ana", Role.ANALYST), await account(centre, "bo", Role.ANALYST)
    agent = await account(centre, "a13", Role.AGENT, "A13")
    centre.clock.at = CALL.replace(day=9)
    await kept_form(quality, ana)
    centre.clock.at = CALL.replace(day=11)
    judged = JudgeIn(agent="A13", form="standard", version=2, call="c-1", at=CALL, marks={**BEST, "no_harm": "0"})
    whole = await quality.evaluations.judge(ana, judged)
    # 100 of 110 points.
    assert (whole.listed.score, whole.listed.critical) == (90_909_100, 1)
    number = whole.listed.id
    await quality.evaluations.dispute(agent, number, "I did say so")

    centre.clock.at = AFTER
    keeper = Promised(centre.db, centre.facts)
    await keeper.keep()
    for code in ("A12", "A13"):
        await centre.good_month(code)
    await centre.publish()
    free = await centre.cards.sheet(HR, "agent", "A12", "2026-06")
    held = await centre.cards.sheet(HR, "agent", "A13", "2026-06")
    assert (free.capped, held.score, held.capped) == (None, "79", "critical_errors")

    await quality.evaluations.answer(bo, number, "it is on the recording", BEST)
    await keeper.keep()
    await centre.settle()
    after = await centre.cards.sheet(HR, "agent", "A13", "2026-06")
    assert (after.score, after.capped, after.revision) == ("100", None, 2)
    assert msgspec.json.encode(after)
