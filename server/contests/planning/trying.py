"""Tries rules before anybody plays by them: their faults, and how last week or month would have ended under them."""

from datetime import date, timedelta

from msgspec import Struct

from leaderboards.calendar import Calendar, Window, month_window, week_window
from leaderboards.check import check, check_play
from leaderboards.exact import format_score
from leaderboards.metrics import Period
from leaderboards.plays import Play, RacePlay
from leaderboards.ranking import Reason
from leaderboards.rules import Fault, Rules
from server.auth.actor import Actor
from server.clock import Clock
from server.contests import directory
from server.contests.contest import Kind
from server.contests.planning.entrants import Entrants, entrants_now
from server.contests.planning.launching import Template, site_of, stage
from server.contests.reveal.freezing import told_until
from server.contests.scoring.evidence import one_snapshot, true_evidence
from server.contests.showing.boards import read_names
from server.db.pool import Database
from server.wire import Bilingual, Code


class CheckIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Rules somebody is writing."""

    rules: Rules
    play: Play = RacePlay()


class FaultsOut(Struct, kw_only=True):
    """What cannot be played about them."""

    items: list[Fault]


class TrialIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Rules to play on the past among everybody at a site."""

    site: Code
    participants: Kind
    period: Period
    rules: Rules


class TrialRowOut(Struct, kw_only=True):
    """How one participant would have ended."""

    code: str
    name: Bilingual
    rank: int | None
    score: str | None
    reasons: list[Reason]


class TrialOut(Struct, kw_only=True):
    """The standings of a window that is over, by rules on trial; seasons and duels are shown as the race within them."""

    window: Window
    zone: str
    rows: list[TrialRowOut]


class TryingService:
    """What whoever writes templates may try; nothing of it is stored or shown to others."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def check(self, asked: CheckIn) -> FaultsOut:
        """All faults together, each with its place."""
        async with self._db.connection() as connection:
            known = await directory.definitions(connection)
        metrics = {code: definition.metric for code, definition in known.items()}
        # Sides and targets are judged for two participants, the fewest there can be.
        return FaultsOut(items=[*check(asked.rules, metrics), *check_play(asked.play, 2)])

    async def trial(self, actor: Actor, asked: TrialIn) -> TrialOut:
        """How everybody at the site would have stood, over days that tell this actor no frozen contest's truth. Raises
        DomainError for rules that cannot be played."""
        now = self._clock.now()
        async with self._db.transaction() as connection:
            await one_snapshot(connection)
            site = await site_of(connection, asked.site)
            until = await told_until(connection, actor, now)
            window = _last(site.calendar, asked.period, site.calendar.business_day(until))
            entrants = await entrants_now(connection, asked.participants, site, Entrants((), ()))
            known = await directory.definitions(connection)
            contest = stage(_template(asked), site, window, entrants, known, window.starts)
            # Before the end nothing is late: all that is known by now counts.
            evidence = await true_evidence(connection, contest, window.starts)
            names = await read_names(connection, contest)
        rows = [
            TrialRowOut(
                code=names[row.participant].code,
                name=names[row.participant].name,
                rank=row.rank,
                score=None if row.score is None else format_score(row.score),
                reasons=list(row.reasons),
            )
            for row in evidence.standings.rows
        ]
        return TrialOut(window=window, zone=site.calendar.zone, rows=rows)


def _template(asked: TrialIn) -> Template:
    """A template that exists only for the trial."""
    nothing = Bilingual(zh="", en="")
    return Template(
        id=0,
        code="",
        name=nothing,
        skill=nothing,
        practice=(),
        format="race",
        play=RacePlay(),
        participants=asked.participants,
        period=asked.period,
        rules=asked.rules,
        freeze_minutes=0,
        appeal_hours=0,
        two_person=False,
        prizes=(),
        approved=True,
    )


def _last(calendar: Calendar, period: Period, today: date) -> Window:
    """The last month that was over on a day for monthly rules, else the last week."""
    if period == "month":
        return month_window(calendar, today.replace(day=1) - timedelta(days=1))
    return week_window(calendar, today - timedelta(days=7))
