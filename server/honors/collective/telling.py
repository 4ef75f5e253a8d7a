"""What honors are called, and in both languages why they were given, and why one was corrected."""

from typing import Any

from leaderboards.badges.periods import first_of
from server.wire import Bilingual

NAMES: dict[str, tuple[str, str]] = {
    "red_banner": ("流动红旗", "Rotating red banner"),
    "team_of_the_month": ("金牌班组", "Team of the month"),
    "season_champion": ("赛季冠军", "Season champion"),
    "zero_complaint_team": ("零投诉班组", "Zero-complaint team"),
    "most_improved_team": ("最佳进步班组", "Most improved team"),
}
SYMBOLS = {
    "red_banner": "flag",
    "team_of_the_month": "podium",
    "season_champion": "crown",
    "zero_complaint_team": "shield",
    "most_improved_team": "arrow_up",
}

_REASONS: dict[str, tuple[str, str]] = {
    "won": ("当周第一，红旗到手", "First in its week: the banner moved here"),
    "kept": ("再获第一，红旗留下", "First again: the banner stays"),
    "kept_joint": ("并列第一，红旗留在持旗班组", "Joint first: it stays with the holder among them"),
    "larger_improvement": ("并列第一，进步更大者得旗", "Joint first: it goes to the larger improvement"),
    "held_less": ("并列第一、进步相同，此前持旗较少者得旗", "Level in everything: it goes to whoever held it less"),
    "no_final": ("当周没有结果，红旗不动", "No result that week: the banner stays"),
    "first": ("结果排名第一", "First in the final result"),
    "improved": ("与此前的自己相比进步最大", "The largest improvement on its own past"),
    "earned": ("全月没有成立的投诉", "No upheld complaint all month"),
    "before_here": ("系统启用前的荣誉，由人工补录", "From before the system, entered by hand"),
}
_WHY: dict[str, tuple[str, str]] = {
    "not_final": ("结果确定前有变动", "the result changed before it was final"),
    "result_corrected": ("结果已更正", "the result was corrected"),
    "followed": ("此前某周的结果已更正", "the result of a week before was corrected"),
    "facts_corrected": ("当月数据已更正", "the month's figures were corrected"),
    "entry_taken_back": ("补录已撤回", "the entry was taken back"),
}


def name_of(honor: str) -> Bilingual:
    """What an honor is called."""
    return Bilingual(*NAMES[honor])


def because(reason: str) -> Bilingual:
    """Why it was given."""
    return Bilingual(*_REASONS[reason])


def corrected(why: str) -> Bilingual:
    """Why it is with somebody else now: about the result, never about a team."""
    return Bilingual(*_WHY[why])


def period(row: Any) -> Bilingual:
    """The week, month or season as people say it."""
    key: str = row["key"]
    if key.startswith("contest:"):
        return Bilingual(row["title_zh"] or key, row["title_en"] or key)
    if "-Q" in key:
        year, _, quarter = key.partition("-Q")
        return Bilingual(f"{year} 年第 {quarter} 季度赛季", f"Season of Q{quarter} {year}")
    if "-W" in key:
        year, _, week = key.partition("-W")
        monday = first_of("week", key)
        return Bilingual(
            f"{year} 年第 {int(week)} 周（{monday.month} 月 {monday.day} 日起）",
            f"Week {int(week)} of {year}, from {monday.day} {monday:%B}",
        )
    first = first_of("month", key)
    return Bilingual(f"{first.year} 年 {first.month} 月", f"{first:%B} {first.year}")
