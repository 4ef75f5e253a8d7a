"""What days make happen in careers: a step or a review that fails holds up none of the others, and is tried again."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from litestar import Litestar

from server.clock import SetClock
from server.ladder.clockwork import LadderClockwork
from server.ladder.cycles import freezing
from server.supervise import supervised
from tests.server.conftest import SignedIn
from tests.server.ladder.reviewing import Round, answered, drafted, people


async def test_a_failing_step_holds_up_no_other_and_is_tried_again() -> None:
    asked = {"broken": 0, "sound": 0}
    again = asyncio.Event()

    async def broken(_: datetime) -> None:
        asked["broken"] += 1
        raise ValueError("no such level")

    async def sound(_: datetime) -> None:
        asked["sound"] += 1
        if asked["sound"] == 2:
            again.set()

    clockwork = LadderClockwork(SetClock(datetime(2026, 3, 4, tzinfo=UTC)), [broken, sound])
    with pytest.raises(ExceptionGroup) as failed:
        await clockwork.tick()
    (error,) = failed.value.exceptions
    assert "broken" in str(error.__notes__), "the log names what failed"
    asked.update(broken=0, sound=0)
    async with supervised({"ladder": clockwork.run}):
        await asyncio.wait_for(again.wait(), 5)
    assert asked == {"broken": 2, "sound": 2}


async def test_a_failing_review_holds_up_no_other(
    app: Litestar, sql: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people(sql)
    hr = await signed_in("hr")
    berlin = [{"site": "BE", "level": "intermediate", "number": 1}]
    reviews = [await drafted(app, hr), await drafted(app, hr, code="berlin", sites=["BE"], places=berlin)]
    first, other = reviews
    judge = freezing.judge

    async def judged(connection: Any, cycle: Any, *given: Any) -> Any:
        if cycle.id == first.id:
            raise ValueError("evidence nobody can read")
        return await judge(connection, cycle, *given)

    with monkeypatch.context() as patched:
        patched.setattr(freezing, "judge", judged)
        for review in reviews:
            await answered(await hr.post(f"{review.url}/move", json={"to": "open"}))
        await opened(hr, other)
        assert (await answered(await hr.get(first.url)))["phase"] == "draft"
    await opened(hr, first)


async def opened(hr: httpx.AsyncClient, review: Round) -> None:
    """Work until a review is open; the process under test works at it by itself as well."""
    async with asyncio.timeout(20):
        while (await answered(await hr.get(review.url)))["phase"] != "open":
            with suppress(ExceptionGroup):
                await review.work()
            await asyncio.sleep(0.02)
