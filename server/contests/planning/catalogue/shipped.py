"""Every template that ships, in the order of the catalogue."""

from server.contests.planning.catalogue import formats, learning, races
from server.contests.planning.templates_wire import NewTemplateIn

TEMPLATES: tuple[NewTemplateIn, ...] = (
    races.WEEKLY,
    formats.DUELS,
    races.QUALITY,
    races.SATISFACTION,
    races.FIRST_CONTACT,
    races.NO_COMPLAINTS,
    races.PUNCTUALITY,
    formats.TUG,
    learning.KNOWLEDGE,
    races.MONTHLY,
    formats.LEAGUE,
    formats.SWISS,
    formats.CUP,
    formats.GOAL,
    learning.IMPROVEMENT,
    learning.MENTORS,
    learning.ROOKIES,
    races.CLASSIC,
)
