"""The doors of this room: sites, queues, teams, agents and their dated data; imports have a module of their own."""

from datetime import date
from typing import Annotated, Any, TypeVar

from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.people.agents import Skill
from server.people.import_api import ImportController
from server.people.leave import Leave
from server.people.memberships import Membership
from server.people.places import SpecialDay, Team
from server.people.rosters import Shift
from server.people.service import PeopleService
from server.people.wire import (
    AgentBody,
    AgentIn,
    AgentOut,
    CalendarBody,
    EmploymentIn,
    EmploymentOut,
    ErasedOut,
    LeaveIn,
    MembershipChangeIn,
    MembershipIn,
    QueueBody,
    QueueIn,
    RosterIn,
    SiteBody,
    SiteIn,
    SiteOut,
    SkillsIn,
    TeamBody,
    TeamIn,
    agent_out,
    employment_out,
    site_out,
)
from server.wire import Named, Page, page_of

Offset = Annotated[int, QueryParameter(ge=0)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Me = NamedDependency[Actor]
People = NamedDependency[PeopleService]

T = TypeVar("T")

READ = (requires(Permission.PEOPLE_READ),)
WRITE = (requires(Permission.PEOPLE_WRITE),)


def _all(items: list[T]) -> Page[T]:
    return page_of(items, len(items), 0)


class SitesController(Controller):
    """Sites and their working calendars."""

    path = "/api/v1/sites"
    tags = ("people",)

    @get(guards=READ, summary="List sites")
    async def page(self, people: People) -> Page[SiteOut]:
        """All of them, by code."""
        return _all([site_out(site) for site in await people.places.sites()])

    @post(guards=WRITE, summary="Create a site")
    async def create(self, data: SiteIn, actor: Me, people: People) -> SiteOut:
        """The zone is one of the tz database, in full."""
        return site_out(await people.places.create_site(actor, data.read(data.code)))

    @get("/{code:str}", guards=READ, summary="Show a site")
    async def one(self, code: FromPath[str], people: People) -> SiteOut:
        """By its code."""
        return site_out(await people.places.site(code))

    @put("/{code:str}", guards=WRITE, summary="Change a site")
    async def change(self, code: FromPath[str], data: SiteBody, actor: Me, people: People) -> SiteOut:
        """A new zone or start of day moves the facts of its people to their new business days."""
        return site_out(await people.places.change_site(actor, code, data.read(code)))

    @get("/{code:str}/calendar", guards=READ, summary="Show a site's working calendar")
    async def calendar(self, code: FromPath[str], people: People) -> Page[SpecialDay]:
        """The days that differ from Monday-to-Friday."""
        return _all(await people.places.calendar(code))

    @put("/{code:str}/calendar", guards=WRITE, summary="Replace a site's working calendar")
    async def change_calendar(
        self, code: FromPath[str], data: CalendarBody, actor: Me, people: People
    ) -> Page[SpecialDay]:
        """Holidays, and weekends worked in exchange."""
        return _all(await people.places.change_calendar(actor, code, data.days))


class QueuesController(Controller):
    """Queues."""

    path = "/api/v1/queues"
    tags = ("people",)

    @get(guards=READ, summary="List queues")
    async def page(self, people: People) -> Page[Named]:
        """All of them, by code."""
        return _all(await people.places.queues())

    @post(guards=WRITE, summary="Create a queue")
    async def create(self, data: QueueIn, actor: Me, people: People) -> Named:
        """A kind of contact that agents are skilled for."""
        return await people.places.create_queue(actor, data.read())

    @get("/{code:str}", guards=READ, summary="Show a queue")
    async def one(self, code: FromPath[str], people: People) -> Named:
        """By its code."""
        return await people.places.queue(code)

    @put("/{code:str}", guards=WRITE, summary="Rename a queue")
    async def change(self, code: FromPath[str], data: QueueBody, actor: Me, people: People) -> Named:
        """The code stays."""
        return await people.places.change_queue(actor, Named(code, data.name))


class TeamsController(Controller):
    """Teams."""

    path = "/api/v1/teams"
    tags = ("people",)

    @get(guards=READ, summary="List teams")
    async def page(self, people: People, site: FromQuery[str] = "", closed: FromQuery[bool] = False) -> Page[Team]:
        """By code; of one `site`; with `closed` also those that are no more."""
        return _all(await people.places.teams(site, closed=closed))

    @post(guards=WRITE, summary="Create a team")
    async def create(self, data: TeamIn, actor: Me, people: People) -> Team:
        """At one site, for good once it has members."""
        return await people.places.create_team(actor, data.read(data.code))

    @get("/{code:str}", guards=READ, summary="Show a team")
    async def one(self, code: FromPath[str], people: People) -> Team:
        """By its code."""
        return await people.places.team(code)

    @put("/{code:str}", guards=WRITE, summary="Change or close a team")
    async def change(self, code: FromPath[str], data: TeamBody, actor: Me, people: People) -> Team:
        """Closing ends no membership; it keeps new ones from reaching beyond the day."""
        return await people.places.change_team(actor, data.read(code))


class AgentsController(Controller):
    """Agents and what is true of them for a while. Personal data: of everybody, the own teams, or oneself, by role."""

    path = "/api/v1/agents"
    tags = ("people",)

    @get(guards=READ, summary="List agents")
    async def page(
        self,
        actor: Me,
        people: People,
        team: FromQuery[str] = "",
        site: FromQuery[str] = "",
        q: FromQuery[str] = "",
        gone: FromQuery[bool] = False,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Page[AgentOut]:
        """Those here today; `q` finds parts of codes and names. An agent's account sees itself only.

        `gone` adds those who have left, where everybody's personal data is open.
        """
        items, total = await people.agents.page(actor, offset, limit, team=team, site=site, text=q, gone=gone)
        return page_of([agent_out(agent) for agent in items], total, offset)

    @post(guards=WRITE, summary="Create an agent")
    async def create(self, data: AgentIn, actor: Me, people: People) -> AgentOut:
        """One FTE, permanent and producing unless an employment says otherwise."""
        return agent_out(await people.agents.create(actor, data.read(data.code)))

    @get("/{code:str}", guards=READ, summary="Show an agent")
    async def one(self, code: FromPath[str], actor: Me, people: People) -> AgentOut:
        """By its code."""
        return agent_out(await people.agents.one(actor, code))

    @put("/{code:str}", guards=WRITE, summary="Change an agent")
    async def change(self, code: FromPath[str], data: AgentBody, actor: Me, people: People) -> AgentOut:
        """Leaving (`left_on`) ends the membership and the employment of that day."""
        return agent_out(await people.agents.change(actor, data.read(code)))

    @get("/{code:str}/memberships", guards=READ, summary="Show an agent's teams over time")
    async def memberships(self, code: FromPath[str], actor: Me, people: People) -> Page[Membership]:
        """Oldest first."""
        return _all(await people.memberships.of_agent(actor, code))

    @post("/{code:str}/memberships", guards=WRITE, summary="Put an agent into a team, or transfer it")
    async def join(self, code: FromPath[str], data: MembershipIn, actor: Me, people: People) -> Membership:
        """At most one team at an instant; back-dated memberships move their facts along."""
        return await people.memberships.add(actor, code, data.read())

    @get("/{code:str}/employment", guards=READ, summary="Show an agent's working time and contracts")
    async def employment(self, code: FromPath[str], actor: Me, people: People) -> Page[EmploymentOut]:
        """Oldest first."""
        return _all([employment_out(terms) for terms in await people.employment.of_agent(actor, code)])

    @post("/{code:str}/employment", guards=WRITE, summary="Change an agent's working time or contract")
    async def employ(self, code: FromPath[str], data: EmploymentIn, actor: Me, people: People) -> EmploymentOut:
        """Without an end it ends what is still open where it starts."""
        return employment_out(await people.employment.add(actor, code, data.read()))

    @get("/{code:str}/leave", guards=READ, summary="Show an agent's leave")
    async def leave(self, code: FromPath[str], actor: Me, people: People) -> Page[Leave]:
        """Oldest first; the kind is shown to HR only."""
        return _all(await people.leave.of_agent(actor, code))

    @post("/{code:str}/leave", guards=WRITE, summary="Enter leave")
    async def absent(self, code: FromPath[str], data: LeaveIn, actor: Me, people: People) -> Leave:
        """Whole days, or the same half of each day."""
        return await people.leave.add(actor, code, data.read())

    @get("/{code:str}/roster", guards=READ, summary="Show an agent's shifts")
    async def roster(
        self,
        code: FromPath[str],
        actor: Me,
        people: People,
        first: Annotated[date, QueryParameter(name="from")],
        after_last: Annotated[date, QueryParameter(name="to")],
    ) -> Page[Shift]:
        """Of the business days [from, to)."""
        return _all(await people.rosters.of_agent(actor, code, first, after_last))

    @put("/{code:str}/roster", guards=WRITE, summary="Replace an agent's shifts of a period")
    async def plan(self, code: FromPath[str], data: RosterIn, actor: Me, people: People) -> Page[Shift]:
        """Days without a shift are days off."""
        return _all(await people.rosters.replace(actor, code, data.first, data.after_last, data.read()))

    @get("/{code:str}/skills", guards=READ, summary="Show the queues an agent may serve")
    async def skills(self, code: FromPath[str], actor: Me, people: People) -> Page[Skill]:
        """By queue."""
        return _all(await people.agents.skills(actor, code))

    @put("/{code:str}/skills", guards=WRITE, summary="Replace the queues an agent may serve")
    async def change_skills(self, code: FromPath[str], data: SkillsIn, actor: Me, people: People) -> Page[Skill]:
        """With the day each was granted."""
        return _all(await people.agents.change_skills(actor, code, data.skills))

    @get("/{code:str}/export", guards=READ, summary="Everything held about an agent")
    async def export(self, code: FromPath[str], actor: Me, people: People) -> dict[str, Any]:
        """For those who may see the agent's personal data, the agent first of all."""
        return await people.privacy.export(actor, code)

    @post(
        "/{code:str}/erase",
        guards=[requires(Permission.PEOPLE_ERASE)],
        status_code=200,
        summary="Forget who an agent was",
    )
    async def erase(self, code: FromPath[str], actor: Me, people: People) -> ErasedOut:
        """After the last day only, and for good: names go, measurements stay."""
        return ErasedOut(await people.privacy.erase(actor, code))


class PeriodsController(Controller):
    """Corrections of dated data by id."""

    path = "/api/v1"
    tags = ("people",)
    guards = WRITE

    @patch("/memberships/{membership_id:int}", summary="Correct a time in a team")
    async def change_membership(
        self, membership_id: FromPath[int], data: MembershipChangeIn, actor: Me, people: People
    ) -> Membership:
        """Facts move along, back-dated ones too."""
        return await people.memberships.change(actor, membership_id, data.read())

    @delete("/memberships/{membership_id:int}", status_code=204, summary="Take back a time in a team")
    async def remove_membership(self, membership_id: FromPath[int], actor: Me, people: People) -> None:
        """Its facts count for no team afterwards."""
        await people.memberships.remove(actor, membership_id)

    @put("/employment/{employment_id:int}", summary="Correct working time or contract")
    async def change_employment(
        self, employment_id: FromPath[int], data: EmploymentIn, actor: Me, people: People
    ) -> EmploymentOut:
        """Replaces all of it."""
        return employment_out(await people.employment.change(actor, employment_id, data.read()))

    @delete("/employment/{employment_id:int}", status_code=204, summary="Take back working time or contract")
    async def remove_employment(self, employment_id: FromPath[int], actor: Me, people: People) -> None:
        """Without any, an agent counts as one FTE, permanent, producing."""
        await people.employment.remove(actor, employment_id)

    @put("/leave/{leave_id:int}", summary="Correct leave")
    async def change_leave(self, leave_id: FromPath[int], data: LeaveIn, actor: Me, people: People) -> Leave:
        """Without a kind the recorded one stays."""
        return await people.leave.change(actor, leave_id, data.read())

    @delete("/leave/{leave_id:int}", status_code=204, summary="Take back leave")
    async def remove_leave(self, leave_id: FromPath[int], actor: Me, people: People) -> None:
        """As if it had never been."""
        await people.leave.remove(actor, leave_id)


CONTROLLERS: list[type[Controller]] = [
    SitesController,
    QueuesController,
    TeamsController,
    AgentsController,
    PeriodsController,
    ImportController,
]
