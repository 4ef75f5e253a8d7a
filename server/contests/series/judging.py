"""What has to hold of a series before anybody starts or edits it."""

from msgspec.structs import replace

from leaderboards.calendar import Calendar
from leaderboards.series import Plan, Round, rounds
from server.contests import directory
from server.contests.planning.entrants import WRONG_PARTICIPANTS
from server.contests.planning.launching import Template
from server.contests.planning.playing import definitions_for
from server.contests.planning.windows import refuse_far_off
from server.contests.series.plan import Series
from server.contests.series.rounds import period_of
from server.db.pool import Connection
from server.errors import DomainError, declare

WRONG_CADENCE = declare(
    "wrong_cadence",
    422,
    en="This template is played by {period}, not by {cadence}.",
    zh="该模板的周期是 {period}，不能设为 {cadence}。",
)
BAD_SPAN = declare("bad_span", 422, en="It ends after it starts.", zh="结束日期必须晚于开始日期。")
NO_ROUNDS = declare(
    "no_rounds", 422, en="With these days there would never be a round.", zh="按这样的日期设置，不会产生任何一轮。"
)


async def judge(connection: Connection, series: Series, template: Template) -> None:
    """What has to hold of a series and its template together."""
    refuse_far_off(series.plan.starts_on, series.plan.ends_on)
    refuse_far_off(*[day for pause in series.plan.pauses for day in (pause.starts, pause.ends)])
    period = period_of(series.plan.cadence)
    if template.period != period:
        raise DomainError(WRONG_CADENCE, period=template.period, cadence=period)
    if series.agent_ids if template.participants == "team" else series.team_ids:
        raise DomainError(WRONG_PARTICIPANTS, kind=template.participants)
    definitions_for(series.rules or template.rules, await directory.definitions(connection))


def judge_plan(plan: Plan, calendar: Calendar) -> Round:
    """The first round. An open pause is no fault: somebody will resume."""
    spans = [(plan.starts_on, plan.ends_on), *((pause.starts, pause.ends) for pause in plan.pauses)]
    if any(ends is not None and ends <= starts for starts, ends in spans):
        raise DomainError(BAD_SPAN)
    closed = replace(plan, pauses=tuple(pause for pause in plan.pauses if pause.ends is not None))
    first = next(rounds(closed, calendar), None)
    if first is None:
        raise DomainError(NO_ROUNDS)
    return first
