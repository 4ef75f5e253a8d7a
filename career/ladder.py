"""The tracks and levels a career runs along, lowest level first."""

from msgspec import Struct


class Level(Struct, frozen=True):
    """One step of a track; `code` is what people data and files say."""

    code: str
    zh: str
    en: str


class Track(Struct, frozen=True):
    """A ladder of levels; each but the first is reached from the one before it."""

    code: str
    zh: str
    en: str
    levels: tuple[Level, ...]


PROFESSIONAL = Track(
    code="professional",
    zh="专业通道",
    en="Professional track",
    levels=(
        Level("trainee", "见习", "Trainee"),
        Level("junior", "初级", "Junior"),
        Level("intermediate", "中级", "Intermediate"),
        Level("senior", "高级", "Senior"),
        Level("expert", "专家", "Expert"),
    ),
)

MANAGEMENT = Track(
    code="management",
    zh="管理通道",
    en="Management track",
    levels=(
        Level("deputy_lead", "副班组长", "Deputy lead"),
        Level("team_lead", "班组长", "Team lead"),
        Level("supervisor", "主管", "Supervisor"),
    ),
)

TRACKS = (PROFESSIONAL, MANAGEMENT)

LEVELS: dict[str, Level] = {level.code: level for track in TRACKS for level in track.levels}
"""Every level of every track by its code."""


def track_of(level: str, tracks: tuple[Track, ...] = TRACKS) -> Track | None:
    """The track a level belongs to."""
    return next((track for track in tracks if any(one.code == level for one in track.levels)), None)


def climbs(source: str, target: str, tracks: tuple[Track, ...] = TRACKS) -> bool:
    """Whether a step leads up: to a later level of the same track, or from one track to another."""
    here, there = track_of(source, tracks), track_of(target, tracks)
    if here is None or there is None or source == target:
        return False
    codes = [level.code for level in here.levels]
    return here is not there or codes.index(source) < codes.index(target)
