"""What people do for candidates, one or many at a time: each is judged by the rule book and added to the trail."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from career.acting import Declare, Nominate, Recommend, Withdraw
from career.deciding import AnswerAppeal, Confirm, Deed, LodgeAppeal, Propose, SendBack, act_on_all
from career.refusal import Refusal
from career.review import Candidacy, Cycle
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import FORBIDDEN, DomainError, sentences
from server.ladder.cycles import deeds, ranking, store
from server.ladder.cycles.asked_wire import LONGEST, ActIn
from server.ladder.cycles.cycle import CycleKept
from server.ladder.cycles.deeds import NewDeed, new_deed
from server.ladder.cycles.refusals import NO_CANDIDATE, NOT_NOMINATED, TOO_LONG, WITHDRAWING_OVER, problem
from server.ladder.cycles.store import Candidate
from server.ladder.cycles.who import Viewer, person_of
from server.ladder.cycles.wire import ActOut, RefusedOut
from server.wire import Bilingual

Refused = dict[str, DomainError]
"""Why not, by agent code."""


class ActingService:
    """See the module. Whoever acts locks the cycle, so that no place is given twice."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def act(self, actor: Actor, cycle_id: int, given: ActIn) -> ActOut:
        """Do it for everybody it can be done for. What is refused for the only one asked about is raised."""
        _judge_length(given.action)
        now = self._clock.now()
        codes = list(dict.fromkeys(given.agents))
        async with self._db.transaction() as connection:
            viewer = await person_of(connection, actor)
            cycle = await store.find(connection, cycle_id, lock=True)
            rows = await store.candidates(connection, cycle_id, codes, now, holding=True)
            asked, refused = _sorted_out(viewer, cycle, given, codes, rows)
            done = await self._take(connection, viewer, cycle, rows, asked, given.action, refused)
            if len(codes) == 1 and refused:
                raise refused[codes[0]]
            if done:
                detail = {"deeds": [done[0], done[-1]], "n": len(done)}
                await audit.record(connection, actor, f"cycle.{_name(given.action)}", cycle.subject, detail)
        return ActOut(len(done), [_refused_out(code, refused[code]) for code in codes if code in refused])

    async def _take(
        self,
        connection: Connection,
        viewer: Viewer,
        cycle: CycleKept,
        rows: Sequence[Candidate],
        asked: Sequence[Candidate],
        action: Deed,
        refused: Refused,
    ) -> list[int]:
        """Judge in the order of ranks, write down what may be done; the numbers of the deeds."""
        now = self._clock.now()
        on = _day(viewer, cycle, asked, now)
        persons = frozenset(one.person for one in asked)
        outcomes = act_on_all(cycle.rule(), [one.candidacy for one in rows], persons, viewer.reviewer, action, on)
        changed: list[tuple[Candidate, Candidacy]] = []
        for one, outcome in zip(rows, outcomes, strict=True):
            if one.person not in persons:
                continue
            if isinstance(outcome, Refusal):
                refused[one.code] = _as_told(viewer, action, outcome)
            else:
                changed.append((one, outcome))
        written = await self._write(connection, viewer, cycle, changed, action, on)
        if changed and isinstance(action, Withdraw) and cycle.phase != "open":
            await ranking.rank(connection, cycle, on)
        return written

    async def _write(
        self,
        connection: Connection,
        viewer: Viewer,
        cycle: CycleKept,
        changed: Sequence[tuple[Candidate, Candidacy]],
        action: Deed,
        on: date,
    ) -> list[int]:
        new: list[NewDeed] = [
            new_deed(one.agent_id, action, lead=viewer.who in one.candidacy.leads) for one, _ in changed
        ]
        written = await deeds.write(connection, cycle.id, cycle.phase, viewer, new, at=self._clock.now(), on=on)
        proposals = {}
        if isinstance(action, Propose):
            proposals = {one.agent_id: number for (one, _), number in zip(changed, written, strict=True)}
        await store.keep(connection, cycle.id, [(one.agent_id, found) for one, found in changed], proposals)
        return written


def _sorted_out(
    viewer: Viewer, cycle: CycleKept, given: ActIn, codes: Sequence[str], rows: Sequence[Candidate]
) -> tuple[list[Candidate], Refused]:
    """Whom the action can be judged for at all, and why not the others: not theirs to see, not in it, seen otherwise."""
    by_code = {one.code: one for one in rows}
    asked: list[Candidate] = []
    refused: Refused = {}
    for code in codes:
        one = by_code.get(code)
        if one is None or cycle.opened is None or not visible(viewer, one):
            refused[code] = DomainError(NO_CANDIDATE, key=code) if viewer.desk else DomainError(FORBIDDEN)
        elif not one.nominated and not isinstance(given.action, Nominate | Declare):
            refused[code] = DomainError(NOT_NOMINATED, word=code)
        elif isinstance(given.action, Confirm) and given.seen is not None and (one.proposal or 0) > given.seen:
            refused[code] = problem(Refusal("proposal_changed", code))
        else:
            asked.append(one)
    return asked, refused


def visible(viewer: Viewer, one: Candidate) -> bool:
    """Whether somebody may know that this person is in the cycle."""
    return viewer.desk or one.person == viewer.who or (one.team_id is not None and one.team_id in viewer.teams)


def _day(viewer: Viewer, cycle: CycleKept, asked: Sequence[Candidate], now: datetime) -> date:
    """The day of a deed: for one's own candidacy by the clock of one's own site."""
    if len(asked) == 1 and asked[0].person == viewer.who:
        return now.astimezone(ZoneInfo(asked[0].zone)).date()
    return cycle.today(now)


def _as_told(viewer: Viewer, action: Deed, refusal: Refusal) -> DomainError:
    """A refusal as an error. Who steps back too late does not learn from it that two have decided."""
    if isinstance(action, Withdraw) and refusal.code in {"decided_already", "wrong_phase"} and not viewer.desk:
        return DomainError(WITHDRAWING_OVER)
    return problem(refusal)


def _judge_length(action: Deed) -> None:
    for value in asdict(action).values():
        if isinstance(value, str) and len(value) > LONGEST:
            raise DomainError(TOO_LONG, most=LONGEST)


def _name(action: Deed) -> str:
    return str(action.__struct_config__.tag)


def _refused_out(code: str, error: DomainError) -> RefusedOut:
    said = sentences(error.code, error.detail)
    return RefusedOut(code, error.code, Bilingual(zh=said["zh"], en=said["en"]))


def may_do(cycle: Cycle, one: Candidate, viewer: Viewer, on: date) -> list[str]:
    """The actions that would not be refused now, as far as the rule book can tell without their words."""
    decision = one.candidacy.decision
    trials: dict[str, Deed] = {
        "nominate": Nominate(),
        "declare": Declare(conflict=False),
        "recommend": Recommend(support=True, reason="-"),
        "propose": Propose("hold", "-"),
        "confirm": Confirm(decision.kind if decision else "hold"),
        "send_back": SendBack("-"),
        "appeal": LodgeAppeal("-"),
        "answer": AnswerAppeal(upheld=False, reason="-"),
    }
    # Whether two have decided is not to be told by a button that is gone.
    if cycle.phase in {"open", "calibrating"}:
        trials["withdraw"] = Withdraw()
    if not one.nominated:
        trials = {name: trial for name, trial in trials.items() if name in {"nominate", "declare"}}
    return [name for name, trial in trials.items() if _goes(cycle, one, viewer, trial, on)]


def _goes(cycle: Cycle, one: Candidate, viewer: Viewer, action: Deed, on: date) -> bool:
    outcomes = act_on_all(cycle, [one.candidacy], frozenset({one.person}), viewer.reviewer, action, on)
    return isinstance(outcomes[0], Candidacy)
