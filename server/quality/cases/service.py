"""Making a case of a call, finding cases, and giving them to people to practise on."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from server.auth import audit
from server.auth.actor import Actor
from server.auth.roles import Permission, Role
from server.clock import Clock
from server.db.pool import Connection, Database
from server.errors import CHANGED_MEANWHILE, FORBIDDEN, DomainError, declare
from server.people.places import id_of
from server.people.refusals import NO_SUCH
from server.quality.cases import store
from server.quality.cases.ports import PracticeDoor, Practising
from server.quality.cases.store import CaseKept, CaseWanted, Filter
from server.quality.cases.wire import CaseChangeIn, CaseIn
from server.quality.evaluations import store as evaluations
from server.quality.refusals import NEEDS_ACCOUNT, NO_EVALUATION
from server.quality.sight import sight_of

NO_CASE = declare("no_such_case", 404, en="There is no case {key}.", zh="没有案例 {key}。")
CASE_THERE = declare("case_there", 409, en="This call is a case already.", zh="这通电话已收为案例。")
CASE_CONSENT = declare(
    "case_consent_missing",
    422,
    en="Others may learn from a call only with the agent's consent, or once it is anonymised.",
    zh="须经坐席本人同意，或先作匿名处理，才能收为案例。",
)
NOBODY_TO_PRACTISE = declare(
    "nobody_to_practise", 422, en="Choose a team or at least one agent.", zh="请选择班组或至少一名坐席。"
)
PRACTICE_AWAY = declare("practice_not_offered", 409, en="Practice is not kept here.", zh="本系统未启用练习记录。")

KEEPERS = frozenset({Role.ANALYST, Role.OPS})
"""Who reads whose call an anonymised case is."""
_TEACHERS = frozenset({Role.ANALYST, Role.OPS, Role.TRAINER, Role.HR})


class Given(Struct, frozen=True):
    """How many were given a case, and how many had it before."""

    given: int
    before: int


class CasesService:
    """See the module. `practice` is set by whoever keeps practice."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.practice: PracticeDoor | None = None

    async def cases(self, actor: Actor, wanted: Filter) -> list[CaseKept]:
        """The collection; withdrawn ones for those who keep it."""
        wanted = replace(wanted, withdrawn=wanted.withdrawn and actor.role in KEEPERS)
        async with self._db.connection() as connection:
            return [seen_by(actor, one) for one in await store.cases(connection, wanted)]

    async def tags(self) -> list[tuple[str, int]]:
        """What one can search by."""
        async with self._db.connection() as connection:
            return await store.tags(connection)

    async def one(self, actor: Actor, case_id: int) -> CaseKept:
        """A case. Raises `no_such_case`."""
        async with self._db.connection() as connection:
            return seen_by(actor, await self._found(connection, case_id, withdrawn=actor.role in KEEPERS))

    async def add(self, actor: Actor, given: CaseIn) -> CaseKept:
        """Make a case of a judged call, or of any. Raises `case_there`, `case_consent_missing`, `no_such_evaluation`."""
        _person(actor)
        async with self._db.transaction() as unit:
            wanted = await self._wanted(unit, actor, given)
            case_id = await store.add(unit, wanted, actor.id, self._clock.now())
            if case_id is None:
                raise DomainError(CASE_THERE)
            await audit.record(unit, actor, "case.add", f"case/{case_id}", {"kind": given.kind})
            return seen_by(actor, await self._found(unit, case_id))

    async def change(self, actor: Actor, case_id: int, given: CaseChangeIn) -> CaseKept:
        """Say it otherwise; whose call it is stays. Raises `changed_meanwhile`."""
        _person(actor)
        async with self._db.transaction() as unit:
            before = await self._found(unit, case_id)
            _lawful(given.consent, given.anonymised)
            wanted = CaseWanted(
                title=given.title.strip(),
                summary=given.summary.strip(),
                kind=given.kind,
                tags=tags_of(given.tags),
                giver_id=before.giver_id,
                evaluation_id=before.evaluation_id,
                queue_id=await id_of(unit, "queue", given.queue) if given.queue else None,
                recording=given.recording.strip(),
                consent=given.consent,
                anonymised=given.anonymised,
                given_on=before.given_on,
            )
            if not await store.change(unit, case_id, given.revision, wanted):
                raise DomainError(CHANGED_MEANWHILE)
            await audit.record(unit, actor, "case.change", f"case/{case_id}")
            return seen_by(actor, await self._found(unit, case_id))

    async def withdraw(self, actor: Actor, case_id: int, why: str) -> None:
        """Take a case out of the collection, say because consent was; it counts for nobody any more."""
        _person(actor)
        async with self._db.transaction() as unit:
            await self._found(unit, case_id)
            await store.withdraw(unit, case_id, why.strip(), self._clock.now())
            await audit.record(unit, actor, "case.withdraw", f"case/{case_id}")

    async def practise(
        self, actor: Actor, case_id: int, kind: Practising, agents: Sequence[str], team: str | None
    ) -> Given:
        """Give a case to people or a team: anybody by those who teach, the own teams by leads. Nobody is given it twice."""
        _person(actor)
        if self.practice is None:
            raise DomainError(PRACTICE_AWAY)
        async with self._db.transaction() as unit:
            case, now = await self._found(unit, case_id), self._clock.now()
            whom = await self._whom(unit, actor, agents, team)
            given = 0
            for agent_id in whom:
                if await store.practised(unit, case_id, agent_id, kind, actor.id, now):
                    await self.practice(unit, agent_id, kind, case.title, f"case:{case_id}", actor, now)
                    given += 1
            await audit.record(unit, actor, "case.practise", f"case/{case_id}", {"given": given, "kind": kind})
        return Given(given, len(whom) - given)

    async def _whom(self, unit: Connection, actor: Actor, agents: Sequence[str], team: str | None) -> list[int]:
        now = self._clock.now()
        found = await store.here(unit, agents, now)
        if missing := set(agents) - found.keys():
            raise DomainError(NO_SUCH["agent"], key=min(missing))
        teams = {team_id for _, team_id in found.values()}
        whom = {agent_id for agent_id, _ in found.values()}
        if team:
            team_id = await id_of(unit, "team", team)
            teams.add(team_id)
            whom |= set(await store.members(unit, team_id, now))
        if actor.role not in _TEACHERS and not teams <= actor.own_teams:
            raise DomainError(FORBIDDEN)
        if not whom:
            raise DomainError(NOBODY_TO_PRACTISE)
        return sorted(whom)

    async def _wanted(self, unit: Connection, actor: Actor, given: CaseIn) -> CaseWanted:
        _lawful(given.consent, given.anonymised)
        now = self._clock.now()
        giver, recording, queue = None, given.recording.strip(), given.queue
        if given.evaluation is not None:
            call = await evaluations.find(unit, sight_of(actor), given.evaluation, now)
            if call is None:
                raise DomainError(NO_EVALUATION, key=given.evaluation)
            giver, recording, queue = call.agent_id, recording or call.recording, queue or call.queue
        elif given.agent:
            giver = await id_of(unit, "agent", given.agent)
        zone = await unit.fetchval("SELECT s.zone FROM agent a JOIN site s ON s.id = a.site_id WHERE a.id = $1", giver)
        return CaseWanted(
            title=given.title.strip(),
            summary=given.summary.strip(),
            kind=given.kind,
            tags=tags_of(given.tags),
            giver_id=giver,
            evaluation_id=given.evaluation,
            queue_id=await id_of(unit, "queue", queue) if queue else None,
            recording=recording,
            consent=given.consent,
            anonymised=given.anonymised,
            given_on=now.astimezone(ZoneInfo(zone or "UTC")).date(),
        )

    @staticmethod
    async def _found(connection: Connection, case_id: int, *, withdrawn: bool = False) -> CaseKept:
        found = await store.cases(connection, Filter(case_id=case_id, withdrawn=withdrawn))
        if not found:
            raise DomainError(NO_CASE, key=case_id)
        return found[0]


def seen_by(actor: Actor, case: CaseKept) -> CaseKept:
    """Whose call it is: for those who keep cases, for the agent, and for all where the agent agreed and nothing was anonymised."""
    keeps = actor.role in KEEPERS
    own = case.giver_id is not None and case.giver_id == actor.agent_id
    return replace(
        case,
        giver=case.giver if keeps or own or not case.anonymised else None,
        evaluation_id=case.evaluation_id if keeps or own else None,
        withdrawn_why=case.withdrawn_why if keeps else "",
    )


def tags_of(given: Sequence[str]) -> tuple[str, ...]:
    """Tags in one writing, so that a search finds them: without the blanks around, in small letters, each once."""
    return tuple(dict.fromkeys(found for one in given if (found := " ".join(one.split()).lower())))


def _lawful(consent: bool, anonymised: bool) -> None:
    if not consent and not anonymised:
        raise DomainError(CASE_CONSENT)


def _person(actor: Actor) -> None:
    if actor.kind != "account":
        raise DomainError(NEEDS_ACCOUNT)


def may(actor: Actor) -> list[str]:
    """What somebody may do with cases: keep them, give them to practise on."""
    keeps = actor.may(Permission.QUALITY_MANAGE) and actor.role in KEEPERS
    teaches = actor.role in _TEACHERS or actor.role == Role.LEAD
    return [*(["keep"] if keeps else []), *(["practise"] if teaches else [])]
