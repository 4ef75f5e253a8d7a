"""What a contest is to this room, and which phase the clock puts it in."""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from leaderboards.calendar import Phase, Times, Window, phase
from leaderboards.metrics import Metric, Period, cutoff
from leaderboards.plays import Play, RacePlay
from leaderboards.prizes import Prize
from leaderboards.rules import Rules
from server.wire import Bilingual

Kind = Literal["team", "agent"]


class Practice(Struct, frozen=True, forbid_unknown_fields=True):
    """Material that trains the skill of a contest."""

    title: Bilingual
    url: str = ""


class Definition(Struct, frozen=True):
    """A metric as the contest counts it, and the id its facts carry."""

    metric_id: int
    metric: Metric


class Hush(Struct, frozen=True):
    """The freeze of another contest, which hides facts that this one shows as well: see `reveal.hushing`."""

    freezes: datetime
    reveals: datetime
    ends: datetime
    """When that contest itself is over; until then what it hides could still be made use of."""


class Contest(Struct, frozen=True, kw_only=True):
    """One contest with everything its scoring needs except people and facts; the window is half-open."""

    id: int
    series_id: int | None
    template_id: int
    template: str
    site_id: int
    title: Bilingual
    skill: Bilingual
    practice: tuple[Practice, ...]
    format: str
    participants: Kind
    period: Period
    zone: str
    starts: datetime
    ends: datetime
    rules: Rules
    metrics: tuple[Definition, ...]
    created_by: int | None
    created_at: datetime
    launched_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    version: int
    team_ids: tuple[int, ...]
    """Teams that take part, in order of id; those that withdrew are in `withdrawn`."""
    agent_ids: tuple[int, ...]
    withdrawn: tuple[int, ...]
    appeal_hours: int = 48
    two_person: bool = False
    """Whether two persons sign the result, because money above the limit depends on it."""
    prizes: tuple[Prize, ...] = ()
    """Points for places, given once the result is signed; a round of a season has none of its own."""
    open_appeals: int = 0
    signed: bool = False
    """Whether a result of it has been signed off."""
    adjusted: dict[str, int] = {}
    """By entrant, what was given or taken by hand and counts, in ten-thousandths of a point."""
    play: Play = RacePlay()
    parent_id: int | None = None
    """The season (league or cup) this is a round of; lists and walls show the season."""
    round: int | None = None
    seeds: dict[str, int] = {}
    """Places in the draw by entrant, 1 the best; those left out come after."""
    divisions: dict[str, str] = {}
    """The division of every entrant that is in one; places are given within it."""
    sides: dict[str, int] = {}
    """In a duel the side, 1 or 2, of every entrant."""
    series_first: date | None = None
    series_after: date | None = None
    """The business days [first, after) of this round of its series."""
    freeze_minutes: int | None = None
    """How long before the end the public board stops, as it was asked for; None: as the period has it."""
    freezes_at: datetime | None = None
    reveal_by: datetime | None = None
    """When the clock reveals what nobody has; together with `freezes_at` or not at all."""
    revealed_at: datetime | None = None
    presenter_id: int | None = None
    """The account that presents the reveal; None: whoever created the contest."""
    hushes: tuple[Hush, ...] = ()
    """Freezes of other contests that this one must not give away; only there once `reveal.hushing` has looked for them."""

    @property
    def entrants(self) -> tuple[str, ...]:
        """The participants as standings name them: `t12` for a team, `a7` for an agent."""
        if self.participants == "team":
            return tuple(f"t{team}" for team in self.team_ids)
        return tuple(f"a{agent}" for agent in self.agent_ids)

    @property
    def by_code(self) -> dict[str, Metric]:
        """Definitions as the rule book wants them."""
        return {definition.metric.code: definition.metric for definition in self.metrics}

    @property
    def cutoffs(self) -> dict[int, datetime]:
        """Per metric id the instant from which a fact comes too late; a fact received exactly then is late."""
        return {used.metric_id: cutoff(used.metric, self.ends, self.period) for used in self.metrics}

    @property
    def window(self) -> Window:
        """The half-open span whose facts count."""
        return Window(self.starts, self.ends)

    @property
    def first_cutoff(self) -> datetime:
        """From here on some facts no longer count, so standings are computed from revisions as received."""
        return min(self.cutoffs.values(), default=self.ends)

    @property
    def last_cutoff(self) -> datetime:
        """From here on nothing can change the result except a correction."""
        return max(self.cutoffs.values(), default=self.ends)

    def counts_places(self, now: datetime) -> bool:
        """Whether ranks are on the move: from the start until the result is final."""
        return self.phase(now) in {"running", "frozen", "provisional"}

    def phase(self, now: datetime) -> Phase:
        """Where the clock, and nothing else but launching, cancelling and revealing, puts the contest."""
        return phase(self.times, now)

    def known_until(self, now: datetime) -> datetime | None:
        """While the public board stands still, for the own freeze or for another's: what was received at this instant or
        later is nobody's business but the restricted side's. The earliest of all that hold it."""
        return min(self.stills(now), default=None)

    def stills(self, now: datetime) -> list[datetime]:
        """Every freeze that holds the public board now."""
        own = [self.freezes_at] if self.freezes_at is not None and self.phase(now) == "frozen" else []
        return sorted({*own, *(hush.freezes for hush in self.hushed(now))})

    def hushed(self, now: datetime) -> list[Hush]:
        """The freezes of others that hold this board now. What was revealed here is not held for the sake of a contest that is
        over as well: nobody can make use of it any more."""
        reveal = self.revealed_at or self.reveal_by
        revealed = reveal is not None and reveal <= now
        return [one for one in self.hushes if one.freezes <= now < one.reveals and not (revealed and one.ends <= now)]

    def public_phase(self, now: datetime) -> Phase:
        """The phase as the public board says it: frozen also where the freeze of another contest holds it."""
        phase_now = self.phase(now)
        begun = phase_now in {"running", "frozen", "provisional", "final"}
        return "frozen" if begun and self.known_until(now) is not None else phase_now

    def goes_on(self, now: datetime) -> datetime | None:
        """When the clock at the latest lets the public board go on; None while nothing holds it."""
        until = [hush.reveals for hush in self.hushed(now)]
        if self.reveal_by is not None and self.phase(now) == "frozen":
            until.append(self.reveal_by)
        return max(until, default=None)

    @property
    def times(self) -> Times:
        """What the phase follows from."""
        return Times(
            self.starts,
            self.ends,
            self.last_cutoff,
            self.launched_at,
            self.cancelled_at,
            self.freezes_at,
            self.reveal_by,
            self.revealed_at,
            self.appeals_until,
            self.held,
            self.signed,
        )

    @property
    def appeals_until(self) -> datetime:
        """An appeal is raised before this instant: counted from the reveal, or from the end where nothing was frozen."""
        return (self.revealed_at or self.reveal_by or self.ends) + timedelta(hours=self.appeal_hours)

    @property
    def held(self) -> bool:
        """Whether people, or the rounds of a season, and not the clock, keep the result open."""
        return self.open_appeals > 0 or ((self.two_person or self.in_rounds) and not self.signed)

    @property
    def in_rounds(self) -> bool:
        """Whether it is a season: nothing is scored here, all in its rounds, which are contests of their own."""
        return self.format in {"league", "cup"}

    @property
    def settles(self) -> datetime:
        """When the clock has nothing more to wait for."""
        return self.times.settles

    @property
    def presenter(self) -> int | None:
        """The account that may see the truth of a frozen contest and reveal it; operations may as well."""
        return self.presenter_id or self.created_by
