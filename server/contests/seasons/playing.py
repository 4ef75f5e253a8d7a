"""How a contest is played that is a season, and who takes part in the order of the draw."""

from leaderboards.fixtures import by_seed
from leaderboards.plays import CupPlay, LeaguePlay, SeasonPlay
from server.contests.contest import Contest


def play_of(contest: Contest) -> SeasonPlay:
    """How the season is played. Raises TypeError for a contest that is not played in rounds."""
    if isinstance(contest.play, LeaguePlay | CupPlay):
        return contest.play
    raise TypeError(f"contest {contest.id} is not a season")


def seeded(contest: Contest) -> tuple[str, ...]:
    """Everybody who takes part, best seed first."""
    return by_seed(contest.entrants, contest.seeds)
