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
from server.people.results import RESULT_METRICS

STARTS_STILL = declare(
    "starts_still",
    409,
    en="Another contest that counts the same figures is frozen when this one begins: this board stands still until that"
    " reveal, {until} at the latest, and then shows everything.",
    zh="开赛时，另一场计入相同数据的竞赛正在封榜：本场榜单要等其揭榜后（最迟 {until}）才会变动，届时一次补齐。",
)
STARTS_FROZEN = declare(
    "starts_frozen",
    409,
    en="The freeze of this contest has begun already: its board stands still until the reveal, {until} at the latest. A later"
    " period can be watched live.",
    zh="这段时间的榜单已经封榜：要等揭榜（最迟 {until}）才会变动。想看实时榜单，请选下一期。",
)

LONE_TRAINEE = declare(
    "lone_trainee",
    409,
    en="This contest counts training results, and one single trainee plays for {teams}: the team's score would tell that person's"
    " result. Leave the team out or count something else, unless the trainee agrees.",
    zh="本场计入培训成绩，而{teams}只有一名见习学员：班组得分会透露其个人成绩。除非本人同意，请让该班组不参赛，或改用其他指标。",
)

_LONE_TRAINEES = """
SELECT t.name_zh, t.name_en FROM team t JOIN membership m ON m.team_id = t.id JOIN agent a ON a.id = m.agent_id
WHERE t.id = ANY($1::int[]) AND a.level = 'trainee' AND m.starts < $3 AND (m.ends IS NULL OR m.ends > $2)
GROUP BY t.id HAVING count(DISTINCT a.id) = 1 ORDER BY t.code"""


async def warnings_for(connection: Connection, actor: Actor, contest: Contest, now: datetime) -> list[Warned]:
    """Too many contests at once, a board that begins by standing still, and a team score that would be one trainee's result."""
    return [
        *await _stands_still(connection, contest, now),
        *await lone_trainees(connection, contest),
        *await clashes_of(connection, actor, contest),
    ]


async def lone_trainees(connection: Connection, contest: Contest) -> list[Warned]:
    """Which teams' scores would be one trainee's result, where training results count."""
    playing = sorted(set(contest.team_ids) - set(contest.withdrawn))
    if contest.participants != "team" or RESULT_METRICS.isdisjoint(contest.by_code):
        return []
    rows = await connection.fetch(_LONE_TRAINEES, playing, contest.starts, contest.ends)
    if not rows:
        return []
    said = {"en": ", ".join(row["name_en"] for row in rows), "zh": "、".join(row["name_zh"] for row in rows)}
    words = {language: sentences(LONE_TRAINEE, {"teams": teams})[language] for language, teams in said.items()}
    return [Warned(code=LONE_TRAINEE, messages=words)]


async def _stands_still(connection: Connection, contest: Contest, now: datetime) -> list[Warned]:
    begins = max(now, contest.starts)
    if (
        contest.freezes_at is not None
        and contest.reveal_by is not None
        and contest.freezes_at <= begins < contest.reveal_by
    ):
        return [_until(STARTS_FROZEN, contest, contest.reveal_by)]
    held = (await with_hushes(connection, contest, begins)).hushes
    return [_until(STARTS_STILL, contest, max(hush.reveals for hush in held))] if held else []


def _until(code: str, contest: Contest, reveals: datetime) -> Warned:
    until = reveals.astimezone(ZoneInfo(contest.zone))
    said = {
        "en": f"{until.day} {until:%b}, {until:%H:%M}",
        "zh": f"{until.month}月{until.day}日 {until:%H:%M}",
    }
    return Warned(
        code=code, messages={language: sentences(code, {"until": when})[language] for language, when in said.items()}
    )
