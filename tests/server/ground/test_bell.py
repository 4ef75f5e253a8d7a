"""Work that somebody leaves while a look for work is under way is found by the next look, which comes at once."""

import asyncio

from server.supervise import Bell, ended

LONG = 3600.0
LEFT = ("first", "left while looking", "left while asleep")


async def test_what_is_left_during_a_look_is_not_slept_through() -> None:
    bell, found, waiting = Bell(), list[str](), list(LEFT[:1])
    seen = asyncio.Event()

    async def look() -> None:
        there = list(waiting)
        if there == list(LEFT[:1]):
            # After this look has looked.
            waiting.append(LEFT[1])
            bell.ring()
            await asyncio.sleep(0)
        found.extend(one for one in there if one not in found)
        if len(found) == len(waiting):
            seen.set()

    answering = asyncio.create_task(bell.answer(look, LONG))
    async with asyncio.timeout(5):
        await seen.wait()
        seen.clear()
        waiting.append(LEFT[2])
        bell.ring()
        await seen.wait()
    await ended([answering])
    assert tuple(found) == LEFT


async def test_without_a_ring_it_looks_again_after_a_while() -> None:
    looks = asyncio.Semaphore(0)

    async def look() -> None:
        looks.release()

    answering = asyncio.create_task(Bell().answer(look, 0.01))
    async with asyncio.timeout(5):
        for _ in range(3):
            await looks.acquire()
    await ended([answering])
