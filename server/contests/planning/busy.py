"""Says in a sentence who would be in too many contests at once, short however many teams and contests there are."""

from leaderboards.clashes import LIMIT
from server.contests.wire import ClashOut, Warned
from server.errors import declare, sentences

BUSY_AGENTS = declare(
    "busy_agents",
    409,
    en="Agents of {teams} would be in more than {limit} contests at once ({agents} in all): {contests}.",
    zh="{teams}的 {agents} 名坐席将同时参加超过 {limit} 场竞赛：{contests}。",
)

_NAMED = 5
"""So many teams and contests a sentence names; everybody concerned is on the calendar."""


def warned(clash: ClashOut) -> Warned:
    """The warning about a clash in both languages."""
    messages = {language: sentences(BUSY_AGENTS, _words(clash, language))[language] for language in ("zh", "en")}
    return Warned(code=BUSY_AGENTS, messages=messages, agents=clash.agents, clash=clash)


def _words(clash: ClashOut, language: str) -> dict[str, object]:
    teams = [getattr(team.name, language) for team in clash.teams]
    titles = [getattr(contest.title, language) for contest in clash.contests]
    units = ("个班组", "场") if language == "zh" else ("teams", "contests")
    return {
        "agents": clash.agents,
        "limit": LIMIT,
        "teams": _some(teams, language, units[0]),
        "contests": _some(titles, language, units[1]),
    }


def _some(names: list[str], language: str, unit: str) -> str:
    """The first few by name, and how many there are."""
    said = ("、" if language == "zh" else ", ").join(names[:_NAMED])
    if len(names) <= _NAMED:
        return said
    return f"{said}等 {len(names)} {unit}" if language == "zh" else f"{said}, {len(names) - _NAMED} more {unit}"
