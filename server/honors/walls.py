"""Who may be named beside a badge or an honor on a wall, and how."""

from typing import Literal

from msgspec import Struct

from server.wire import Bilingual

Of = Literal["agent", "team", "centre"]


class Whose(Struct):
    """A person (drawn with an avatar), a team (with its crest), or the whole centre (with neither)."""

    of: Of
    code: str
    name: Bilingual


ON_WALLS = """
coalesce(p.shown, 'everybody') = 'everybody' AND (a.left_on IS NULL OR a.left_on > $1::timestamptz::date)
AND (a.level <> 'trainee' OR a.level_since IS NULL)"""
"""Whoever shows all to everybody, is still here, and is no trainee: results of trainees are their own. Of `agent a` and
`award_pref p`; $1 is now."""
