"""A window whose facts are followed, and what the contests played over it share: totals, participants, pooled once for all."""

from collections import defaultdict
from fractions import Fraction

from leaderboards.metrics import Key, Subject, Tally
from leaderboards.teams import Member, Participant
from server.contests.scoring.running import Running
from server.contests.scoring.totals import WindowTotals, owner_of

_NOTHING = Fraction(0)


class Followed:
    """See the module. A team that plays in forty contests of a window is pooled once a tick, not forty times."""

    def __init__(self, totals: WindowTotals, group: list[Running]) -> None:
        self.totals = totals
        self.group = group
        self._pooled: dict[Subject, dict[Key, Tally]] = {}
        self._subjects: dict[str, tuple[Subject, ...]] = {}
        self._participants: dict[int, list[str]] = {}
        """Whom an owner's facts count for."""
        self._contests: dict[str, list[Running]] = {}
        self.listen()

    def listen(self) -> None:
        """Find out anew whose facts count for whom; after any change of the contests or their participants."""
        known: dict[str, Participant] = {}
        contests: dict[str, list[Running]] = defaultdict(list)
        for running in self.group:
            known |= running.entered
            for participant_id in running.entered:
                contests[participant_id].append(running)
        self._contests = dict(contests)
        self._subjects = {participant_id: _subjects(participant) for participant_id, participant in known.items()}
        participants: dict[int, list[str]] = defaultdict(list)
        for participant_id, subjects in self._subjects.items():
            for subject in subjects:
                participants[owner_of(subject)].append(participant_id)
        self._participants = dict(participants)
        self._pooled = {participant_id: self._pool(participant_id) for participant_id in known}
        condensed = {participant_id: condense(participant) for participant_id, participant in known.items()}
        for running in self.group:
            if running.condensable:
                running.score_from(self._pooled, condensed)
            else:
                running.score_from(self.totals.tallies, known)

    def mark_touched(self) -> None:
        """Pool again who has new totals, and tell the contests."""
        touched = self.totals.touched
        if not touched:
            return
        whose = self._participants
        for participant_id in {one for owner in touched for one in whose.get(owner, ())}:
            self._pooled[participant_id] = self._pool(participant_id)
            for running in self._contests[participant_id]:
                running.touched.add(participant_id)
        touched.clear()

    def _pool(self, participant_id: str) -> dict[Key, Tally]:
        pooled: dict[Key, Tally] = {}
        tallies = self.totals.tallies
        for subject in self._subjects[participant_id]:
            for key, tally in tallies.get(subject, {}).items():
                found = pooled.get(key)
                if found is None:
                    found = pooled[key] = Tally()
                found.merge(tally)
        return pooled


def condense(participant: Participant) -> Participant:
    """The participant as one member with everybody's presence, and one subject that holds everybody's facts.

    Its headcount and its pooled values are those of the original; who asks for single members must not use it.
    """
    presence = Member(
        agent="", subjects=(), fte_days=sum((member.fte_days for member in participant.members), _NOTHING)
    )
    return Participant(
        id=participant.id,
        kind=participant.kind,
        members=(presence,),
        own_subjects=(participant.id,),
        working_days=participant.working_days,
    )


def _subjects(participant: Participant) -> tuple[Subject, ...]:
    return (*(subject for member in participant.members for subject in member.subjects), *participant.own_subjects)
