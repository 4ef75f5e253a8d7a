"""Says what somebody should know about a contest before or right after it is launched; nothing of it refuses anything."""

from datetime import datetime
from zoneinfo import ZoneInfo

from server.auth.actor import Actor
from server.contests.contest import Contest
from server.contests.planning.clashing import clashes_of
from server.contests.reveal.hushing import with_hushes
from server.contests.wire import Warned
from server.db.pool import Connection
from server.errors import declare, sentences

STARTS_STILL = declare(
    "starts_still",
    409,
    en="Another contest that counts the same figures is frozen when this one begins: this board stands still until that"
    " reveal, {until} at the latest, and then shows everything.",
    zh="开赛时，另一场计入相同数据的竞赛正在封榜：本场榜单要等其揭榜后（最迟 {until}）才会变动，届时一次补齐。",
)


async def warnings_for(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> list[Warned]:
    """Too many contests at once, and a board that begins by standing still."""
    return [*await _stands_still(connection, contest, now), *await clashes_of(connection, actor, contest)]


async def _stands_still(connection: Connection, contest: Contest, now: datetime) -> list[Warned]:
    held = (await with_hushes(connection, contest, max(now, contest.starts))).hushes
    if not held:
        return []
    until = max(hush.reveals for hush in held).astimezone(ZoneInfo(contest.zone))
    said = {
        "en": f"{until.day} {until:%b}, {until:%H:%M}",
        "zh": f"{until.month}月{until.day}日 {until:%H:%M}",
    }
    messages = {language: sentences(STARTS_STILL, {"until": when})[language] for language, when in said.items()}
    return [Warned(code=STARTS_STILL, messages=messages)]
