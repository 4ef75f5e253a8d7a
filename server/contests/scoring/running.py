"""One contest in a scorer's memory: its participants' scores, kept so that a change of one rescores only that one."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from leaderboards.calendar import Calendar, Phase
from leaderboards.divisions import placed
from leaderboards.feed import Board
from leaderboards.gathering import Tallies
from leaderboards.race import Race
from leaderboards.ranking import Scored
from leaderboards.shrinkage import Divisions
from leaderboards.standings import Standings
from leaderboards.teams import Field, Participant
from server.contests.contest import Contest, Hush
from server.contests.reveal.kept import Evidence, Reveal
from server.contests.scoring.following_back import LookingBack
from server.contests.scoring.looking_back import with_pasts
from server.contests.scoring.totals import micros
from server.contests.showing import history
from server.contests.showing.boards import Names, Ranks, board_of, frozen_board, head_now, ranks_of
from server.facts.changes import Told
from server.wire import Named


class Published:
    """What was last said on one feed of a contest."""

    def __init__(self) -> None:
        self.board: Board | None = None
        self.seq = 0


class Running:
    """See the module."""

    def __init__(self, contest: Contest, site: Named, calendar: Calendar, names: Names) -> None:
        self.contest = contest
        self.site = site
        self.calendar = calendar
        self.names = names
        self.race = Race(contest.rules, contest.by_code, contest.adjusted, contest.play)
        self.back = LookingBack(contest)
        self.entered: dict[str, Participant] = {}
        self.field = Field(())
        """Those who are scored; condensed while facts are followed, where the rules never ask for single members."""
        self.tallies: Tallies = {}
        """The window's own while facts are followed; read from revisions past the first cutoff."""
        self.standings = Standings(())
        self.phase: Phase = "scheduled"
        """As of the last `turn`."""
        self.day_began: Ranks | None = None
        """The ranks when the local day began; None where there were none yet."""
        self.next_day = contest.starts
        self.public = Published()
        self.truth = Published()
        """What only operations and the presenter see of a frozen contest; nothing while it is not."""
        self.still_at: datetime | None = None
        """The freeze that holds the public board, as of the last `turn`."""
        self.known: Evidence | None = None
        """How the contest stood then, once that was computed."""
        self.kept: set[datetime] = set()
        """The freezes at which it is stored, and stays."""
        self.reveal: Reveal | None = None
        """The ceremony under way."""
        self.dirty = True
        """Everything has to be computed anew."""
        self.touched: set[str] = set()
        self.received = False
        """Whether some facts come too late by now, so that totals are read from revisions instead of followed."""
        self._scored: dict[str, Scored] = {}
        self._division: Divisions | None = None
        self._metric_ids = frozenset(used.metric_id for used in contest.metrics)
        self._turns = _turns(contest)

    def turn(self, now: datetime) -> bool:
        """Pass the instants at which something changes by the clock alone; whether any was passed since last asked."""
        passed = sum(at <= now for at in self._turns)
        if not passed:
            return False
        self._turns = self._turns[passed:]
        self.phase = self.contest.phase(now)
        still_at = self.contest.known_until(now)
        if still_at != self.still_at:
            self.still_at, self.known = still_at, None
        self.received = now >= self.contest.first_cutoff
        self.dirty = self.dirty or self.received
        return True

    def hush(self, hushes: tuple[Hush, ...]) -> None:
        """Learn which freezes of other contests hold the public board, and look at the clock again if these are others."""
        if hushes != self.contest.hushes:
            self.contest = replace(self.contest, hushes=hushes)
            self._turns = _turns(self.contest)

    def concerns(self, told: Told) -> bool:
        """Whether any of these facts lies in the window and has a metric that counts here."""
        counted = self._metric_ids
        return any(sums[1] in counted for sums in told.within(micros(self.contest.starts), micros(self.contest.ends)))

    def is_about(self, agents: set[int], teams: set[int]) -> bool:
        """Whether any of these agents or teams has to do with the contest."""
        if not teams.isdisjoint(self.contest.team_ids) or not agents.isdisjoint(self.contest.agent_ids):
            return True
        return any(int(member.agent[1:]) in agents for one in self.entered.values() for member in one.members)

    def enter(self, known: Mapping[str, Participant]) -> None:
        """Take the participants as they are known now."""
        self.entered = {entrant: known[entrant] for entrant in self.contest.entrants}
        self.score_from({}, self.entered)

    def score_from(self, tallies: Tallies, participants: Mapping[str, Participant]) -> None:
        """Count these totals for these participants, from scratch."""
        self.tallies = tallies
        found = tuple(participants[entrant] for entrant in self.contest.entrants)
        field = Field(with_pasts(found, self.back.pasts) if self.back.past else found)
        self.field = placed(field, self.contest.divisions, self.contest.sides)
        self.dirty = True

    def look_again(self) -> None:
        """Other pasts are known of the same participants and totals."""
        self.score_from(self.tallies, {one.id: one for one in self.field.participants})

    @property
    def condensable(self) -> bool:
        """Whether a participant's pooled totals are all that its score depends on, whoever of its members they came from."""
        by_members = self.race.improves or (self.race.by_members and self.contest.participants == "team")
        return not self.contest.rules.guardrails and not by_members

    def rescore(self) -> bool:
        """Score who was touched and rank all; whether there was anything to do."""
        if not self.dirty and not self.touched:
            return False
        everybody = self.dirty or self.race.needs_division
        if everybody:
            self._division = self.race.division(self.field, self.tallies)
            self._scored = {}
        for participant in self.field.participants:
            if everybody or participant.id in self.touched:
                self._scored[participant.id] = self.race.score(participant, self.tallies, self._division)
        places = self.race.rank(self._scored.values())
        self.standings = self.race.decide(places, self.field, self.tallies, self._division)
        self.back.scored(everybody=self.dirty)
        self.dirty = False
        self.touched.clear()
        return True

    def begin_day(self, now: datetime) -> bool:
        """Count places won from here when a new business day has begun; whether one has."""
        if now < self.next_day:
            return False
        self.set_day(now)
        started = history.day_start(self.calendar, now) > self.contest.starts
        self.day_began = ranks_of(self.standings) if started and self.contest.counts_places(now) else None
        return True

    def set_day(self, now: datetime) -> None:
        """Know when the business day after this one begins."""
        self.next_day = self.calendar.start_of(self.calendar.business_day(now) + timedelta(days=1))

    @property
    def frozen(self) -> bool:
        """Whether the public board stands still now, for whichever freeze."""
        return self.still_at is not None

    def standings_at(self, mark: datetime) -> Standings | None:
        """The standings to note for an instant that has just passed. A mark from before a freeze that was missed until after
        it (nothing ran meanwhile) is public, so it must not tell what came in since; None where that is not known."""
        if self.still_at is not None and mark < self.still_at:
            return None if self.known is None else self.known.standings
        return self.standings

    def picture(self, as_of: datetime) -> Board:
        """The board as it really is now; while the contest is frozen, for the restricted feed only."""
        head = head_now(self.contest, self.site, as_of, restricted=self.frozen)
        morning = self.day_began if self.contest.counts_places(as_of) else None
        return board_of(head, self.standings, self.names, morning, as_of)

    def public_picture(self, as_of: datetime) -> Board | None:
        """The board as everybody may see it; None while it is not known yet how it stood at the freeze that holds it."""
        if not self.frozen:
            return self.picture(as_of)
        if self.known is None:
            return None
        head = head_now(self.contest, self.site, as_of)
        return frozen_board(self.contest, head, self.names, self.known, self.reveal)


def _turns(contest: Contest) -> list[datetime]:
    """Every instant at which the clock alone changes something."""
    times = contest.times
    own = {times.freezes, times.reveals, times.starts, times.ends, *contest.cutoffs.values(), contest.appeals_until}
    others = {at for hush in contest.hushes for at in (hush.freezes, hush.reveals, hush.ends)}
    return sorted(at for at in own | others if at is not None)
