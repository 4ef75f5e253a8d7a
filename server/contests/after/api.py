"""The doors to what follows the end of a contest: timetable, appeals, signatures, adjustments, corrections, credit."""

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.contests.after.adjusting import AdjustmentIn, AdjustmentOut
from server.contests.after.appeals import AnswerIn, AppealIn, AppealOut
from server.contests.after.correcting_wire import ApplyIn, CorrectionIn, CorrectionsOut, RejectIn, SetOut
from server.contests.after.crediting import Credits
from server.contests.after.timetable import EndingIn, TimetableOut
from server.contests.service import ContestsService
from server.contests.showing.moved import Moved

Me = NamedDependency[Actor]
Contests = NamedDependency[ContestsService]

_CONCERNED = requires(Permission.BOARDS_OWN, Permission.BOARDS_FULL)
_MANAGES = requires(Permission.CONTESTS_MANAGE)
_SIGNS = requires(Permission.RESULTS_SIGN)
_DECIDES = requires(Permission.RESULTS_SIGN, Permission.CONTESTS_MANAGE)


class Appeals(Struct):
    """A list that is always whole."""

    items: list[AppealOut]


class Adjustments(Struct):
    """A list that is always whole."""

    items: list[AdjustmentOut]


class Changes(Struct):
    """What a revision changed, in its order; of revision 1 everything is new."""

    revision: int
    items: list[Moved]


class EndingController(Controller):
    """How a contest ends and what is done about it."""

    path = "/api/v1/contests/{contest_id:int}"
    tags = ("after the end",)

    @get("/timetable", guards=[requires(Permission.CONTESTS_READ)], summary="From the start to the signed result")
    async def timetable(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> TimetableOut:
        """Every step with its instant, what the contest still waits for, and what one may do."""
        return await contests.ending.timetable(actor, contest_id)

    @put("/ending", guards=[_MANAGES], summary="Change how it ends")
    async def set_ending(
        self, contest_id: FromPath[int], data: JSONBody[EndingIn], actor: Me, contests: Contests
    ) -> TimetableOut:
        """Hours to appeal and whether two persons sign; time that has begun is only lengthened."""
        return await contests.ending.set_ending(actor, contest_id, data)

    @post("/sign", status_code=200, guards=[_SIGNS], summary="Sign a result that two persons sign")
    async def sign(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> TimetableOut:
        """The second person's signature under the same result makes it final."""
        return await contests.ending.sign(actor, contest_id)

    @get("/appeals", guards=[_CONCERNED], summary="Appeals of a contest")
    async def appeals(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> Appeals:
        """One's own, those of teams led, all for operations and HR."""
        return Appeals(await contests.appeals.of_contest(actor, contest_id))

    @post("/appeals", guards=[requires(Permission.BOARDS_OWN)], summary="Appeal")
    async def appeal(
        self, contest_id: FromPath[int], data: JSONBody[AppealIn], actor: Me, contests: Contests
    ) -> AppealOut:
        """For a participant that one is, is in, or leads; the contest stays provisional until it is answered."""
        return await contests.appeals.raise_one(actor, contest_id, data)

    @get("/adjustments", guards=[_DECIDES], summary="Points given or taken by hand")
    async def adjustments(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> Adjustments:
        """With their reasons; the public reads only the code, under *why*."""
        return Adjustments(await contests.adjusting.all(actor, contest_id))

    @post("/adjustments", guards=[_MANAGES], summary="Give or take points")
    async def adjust(
        self, contest_id: FromPath[int], data: JSONBody[AdjustmentIn], actor: Me, contests: Contests
    ) -> Adjustments:
        """Until the result is signed they count at once, afterwards through a correction set."""
        return Adjustments(await contests.adjusting.adjust(actor, contest_id, data))

    @get("/corrections", guards=[_DECIDES], summary="What waits for a correction, and correction sets")
    async def corrections(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> CorrectionsOut:
        """The open set comes with its effect on every rank and score."""
        return await contests.corrections.all(actor, contest_id)

    @post("/corrections", guards=[_MANAGES], summary="Propose a correction")
    async def propose(
        self, contest_id: FromPath[int], data: JSONBody[CorrectionIn], actor: Me, contests: Contests
    ) -> SetOut:
        """All that waits, or some of it. Nothing changes until somebody else applies it."""
        return await contests.corrections.propose(actor, contest_id, data)

    @get("/credit", guards=[_CONCERNED], summary="Who shares a place")
    async def credit(self, contest_id: FromPath[int], actor: Me, contests: Contests) -> Credits:
        """Members with half of their planned days or more; for agents only themselves."""
        return await contests.credit.shown(actor, contest_id)

    @get(
        "/results/{revision:int}/changes",
        guards=[requires(Permission.BOARDS_FULL)],
        summary="What a revision changed",
    )
    async def changes(
        self, contest_id: FromPath[int], revision: FromPath[int], actor: Me, contests: Contests
    ) -> Changes:
        """Every place in the revision before and in this one."""
        return Changes(revision, await contests.reading.changes(actor, contest_id, revision))


class AppealsController(Controller):
    """Appeals across contests."""

    path = "/api/v1/appeals"
    tags = ("after the end",)

    @get(guards=[_CONCERNED], summary="Appeals without an answer")
    async def waiting(self, actor: Me, contests: Contests) -> Appeals:
        """The most urgent first; everybody sees what concerns them."""
        return Appeals(await contests.appeals.waiting(actor))

    @post("/{appeal_id:int}/answer", status_code=200, guards=[_MANAGES], summary="Answer an appeal")
    async def answer(
        self, appeal_id: FromPath[int], data: JSONBody[AnswerIn], actor: Me, contests: Contests
    ) -> AppealOut:
        """Upheld or dismissed, with a reason that the raiser reads. Nobody answers the own appeal."""
        return await contests.appeals.answer(actor, appeal_id, data)

    @post(
        "/{appeal_id:int}/withdraw",
        status_code=200,
        guards=[requires(Permission.BOARDS_OWN)],
        summary="Withdraw an appeal",
    )
    async def withdraw(self, appeal_id: FromPath[int], actor: Me, contests: Contests) -> AppealOut:
        """Only who raised it."""
        return await contests.appeals.withdraw(actor, appeal_id)


class CorrectionsController(Controller):
    """What becomes of a proposed correction."""

    path = "/api/v1/corrections/{set_id:int}"
    tags = ("after the end",)

    @put(guards=[_MANAGES], summary="Propose it anew")
    async def choose(
        self, set_id: FromPath[int], data: JSONBody[CorrectionIn], actor: Me, contests: Contests
    ) -> SetOut:
        """Choose otherwise, or look again after more came; whoever does is the proposer from here on."""
        return await contests.corrections.choose(actor, set_id, data)

    @post("/apply", status_code=200, guards=[_SIGNS], summary="Apply a correction")
    async def apply(self, set_id: FromPath[int], data: JSONBody[ApplyIn], actor: Me, contests: Contests) -> SetOut:
        """By somebody other than its proposer. The next revision is signed at once; earlier ones stay as they are."""
        return await contests.corrections.apply(actor, set_id, data.seen)

    @post("/reject", status_code=200, guards=[_SIGNS], summary="Reject a correction")
    async def reject(self, set_id: FromPath[int], data: JSONBody[RejectIn], actor: Me, contests: Contests) -> SetOut:
        """What it had chosen waits on."""
        return await contests.corrections.reject(actor, set_id, data.reason)


CONTROLLERS = [EndingController, AppealsController, CorrectionsController]
