"""The doors to classes, trainees, mentors' logs and the training archive."""

from litestar import Controller, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.reports.handing import CSV, WORKBOOK, File, attachment
from server.training.classes.asked_wire import (
    AnswerIn,
    CallIn,
    ClassIn,
    DayIn,
    GateIn,
    JoinIn,
    LogIn,
    MarkIn,
    MentorIn,
    ReasonIn,
    SettleIn,
    TeacherIn,
    WeeksIn,
)
from server.training.classes.attendance import NewDay
from server.training.classes.book import NewClass, Teacher
from server.training.classes.calls import NewCall
from server.training.classes.showing import (
    archive_out,
    class_out,
    day_out,
    held_out,
    mentee_out,
    path_out,
    trainee_out,
    waiting_out,
)
from server.training.classes.wire import (
    ArchiveOut,
    BoardOut,
    ClassOut,
    HeldOut,
    MenteeOut,
    MineOut,
    PathOut,
    SheetOut,
    WaitingOut,
)
from server.training.service import TrainingService

Me = NamedDependency[Actor]
Training = NamedDependency[TrainingService]

_MANAGES = requires(Permission.TRAINING_MANAGE)
# By assignment, not by role: the service lets in the class teacher, the mentor, the trainee.
_ASSIGNED = requires(Permission.TRAINING_MANAGE, Permission.TRAINING_LEARN)
_READS = requires(Permission.TRAINING_MANAGE, Permission.TRAINING_LEARN, Permission.PEOPLE_PERSONAL)


class ClassesController(Controller):
    """Classes: who teaches whom, and how far everybody is."""

    path = "/api/v1/classes"
    tags = ("classes",)

    @get(guards=[_ASSIGNED], summary="Classes")
    async def classes(self, actor: Me, training: Training) -> list[ClassOut]:
        """All for trainers and HR, their own for class teachers."""
        return [class_out(*one) for one in await training.classes.book.classes(actor)]

    @post(guards=[_MANAGES], summary="Open a class")
    async def open(self, data: JSONBody[ClassIn], actor: Me, training: Training) -> BoardOut:
        """With a class teacher and the queues whose permissions it hands out."""
        new = NewClass(
            code=data.code,
            name=data.name,
            site=data.site,
            teacher=data.teacher,
            starts=data.starts,
            queues=data.queues,
            weeks=data.weeks or [],
        )
        class_id = await training.classes.book.open(actor, new)
        its, people = await training.classes.book.board(actor, class_id)
        return BoardOut(class_out(its, people), [])

    @get("/teachers", guards=[_MANAGES], summary="Who can teach a class")
    async def teachers(self, training: Training) -> list[Teacher]:
        """Trainers first."""
        return await training.classes.book.teachers()

    @get("/permissions", guards=[_MANAGES], summary="Which trainee may do what on which queue")
    async def permissions(self, actor: Me, training: Training) -> list[HeldOut]:
        """What holds now."""
        return [held_out(one) for one in await training.classes.permissions.held(actor)]

    @get("/permissions.csv", guards=[_MANAGES], summary="The same for the phone system", media_type=CSV)
    async def permissions_file(self, actor: Me, training: Training) -> Response[bytes]:
        """By codes: agent, queue, permission, since."""
        return attachment(File("queue-permissions.csv", await training.classes.permissions.file(actor)))

    @get("/{class_id:int}", guards=[_ASSIGNED], summary="The board of a class")
    async def board(self, class_id: FromPath[int], actor: Me, training: Training) -> BoardOut:
        """Everybody by four stages."""
        return await _board(training, actor, class_id)

    @get("/{class_id:int}/board.xlsx", guards=[_ASSIGNED], summary="The board as a workbook", media_type=WORKBOOK)
    async def book(self, class_id: FromPath[int], actor: Me, training: Training) -> Response[bytes]:
        """The board and the attendance sheet."""
        return attachment(File(f"class-{class_id}.xlsx", await training.classes.sheets.board(actor, class_id)))

    @put("/{class_id:int}/teacher", guards=[_MANAGES], summary="Give a class to another teacher")
    async def hand_over(
        self, class_id: FromPath[int], data: JSONBody[TeacherIn], actor: Me, training: Training
    ) -> BoardOut:
        """From now on."""
        await training.classes.book.hand_over(actor, class_id, data.teacher)
        return await _board(training, actor, class_id)

    @put("/{class_id:int}/weeks", guards=[_ASSIGNED], summary="Change the usual weeks of the stages")
    async def lengthen(
        self, class_id: FromPath[int], data: JSONBody[WeeksIn], actor: Me, training: Training
    ) -> BoardOut:
        """For who keeps the class; gates stay what they are."""
        await training.classes.book.lengthen(actor, class_id, data.weeks)
        return await _board(training, actor, class_id)

    @post("/{class_id:int}/close", status_code=200, guards=[_ASSIGNED], summary="Close a class")
    async def close(self, class_id: FromPath[int], actor: Me, training: Training) -> BoardOut:
        """Once nobody is under way."""
        await training.classes.book.close(actor, class_id)
        return await _board(training, actor, class_id)

    @post("/{class_id:int}/trainees", guards=[_ASSIGNED], summary="Take people into a class")
    async def join(self, class_id: FromPath[int], data: JSONBody[JoinIn], actor: Me, training: Training) -> BoardOut:
        """All of them or none."""
        await training.classes.book.join(actor, class_id, data.agents, data.mentor)
        return await _board(training, actor, class_id)

    @get("/{class_id:int}/days", guards=[_ASSIGNED], summary="The attendance sheet")
    async def days(self, class_id: FromPath[int], actor: Me, training: Training) -> SheetOut:
        """The latest day first."""
        return await _sheet(training, actor, class_id)

    @post("/{class_id:int}/days", guards=[_ASSIGNED], summary="Plan a class day")
    async def plan(self, class_id: FromPath[int], data: JSONBody[DayIn], actor: Me, training: Training) -> SheetOut:
        """In the time of the class's site."""
        await training.classes.attendance.plan(actor, class_id, NewDay(data.day, data.at, data.hours, data.title))
        return await _sheet(training, actor, class_id)

    @put("/days/{day_id:int}/attendance", guards=[_ASSIGNED], summary="Say who was there")
    async def mark(
        self, day_id: FromPath[int], data: JSONBody[list[MarkIn]], actor: Me, training: Training
    ) -> SheetOut:
        """Saying it anew corrects it; whoever is on leave is excused."""
        class_id = await training.classes.attendance.mark(actor, day_id, {one.trainee: one.mark for one in data})
        return await _sheet(training, actor, class_id)


class TraineesController(Controller):
    """One trainee's way, the decisions at its gates, and the test calls."""

    path = "/api/v1/trainees"
    tags = ("classes",)

    @get("/me", guards=[_ASSIGNED], summary="My onboarding")
    async def mine(self, actor: Me, training: Training) -> MineOut:
        """The own way."""
        path = await training.classes.paths.mine(actor)
        return MineOut(None if path is None else path_out(actor, path))

    @get("/approvals", guards=[_ASSIGNED], summary="Decisions that wait for a second person")
    async def waiting(self, actor: Me, training: Training) -> list[WaitingOut]:
        """Of the classes one keeps."""
        return [waiting_out(one) for one in await training.classes.gates.waiting(actor)]

    @get("/{trainee_id:int}", guards=[_ASSIGNED], summary="A trainee")
    async def one(self, trainee_id: FromPath[int], actor: Me, training: Training) -> PathOut:
        """For who keeps the class, the mentor and the trainee."""
        return path_out(actor, await training.classes.paths.one(actor, trainee_id))

    @patch("/{trainee_id:int}", guards=[_ASSIGNED], summary="Give a trainee a mentor")
    async def mentor(
        self, trainee_id: FromPath[int], data: JSONBody[MentorIn], actor: Me, training: Training
    ) -> PathOut:
        """Another one, or none."""
        await training.classes.book.mentor(actor, trainee_id, data.mentor)
        return path_out(actor, await training.classes.paths.one(actor, trainee_id))

    @post("/{trainee_id:int}/gates", guards=[_ASSIGNED], summary="Decide at a gate")
    async def decide(self, trainee_id: FromPath[int], data: JSONBody[GateIn], actor: Me, training: Training) -> PathOut:
        """A pass stands at once; a hold or an exit waits for a second person."""
        await training.classes.gates.decide(actor, trainee_id, data.stage, data.result, data.reason)
        return path_out(actor, await training.classes.paths.one(actor, trainee_id))

    @post("/gates/{gate_id:int}/confirm", status_code=200, guards=[_ASSIGNED], summary="Agree with a decision")
    async def confirm(self, gate_id: FromPath[int], data: JSONBody[AnswerIn], actor: Me, training: Training) -> PathOut:
        """As the second person."""
        trainee = await training.classes.gates.confirm(actor, gate_id, data.reason)
        return path_out(actor, await training.classes.paths.one(actor, trainee.id))

    @post("/gates/{gate_id:int}/send-back", status_code=200, guards=[_ASSIGNED], summary="Send a decision back")
    async def send_back(
        self, gate_id: FromPath[int], data: JSONBody[AnswerIn], actor: Me, training: Training
    ) -> PathOut:
        """With a reason; the proposal falls."""
        trainee = await training.classes.gates.send_back(actor, gate_id, data.reason)
        return path_out(actor, await training.classes.paths.one(actor, trainee.id))

    @post("/{trainee_id:int}/test-calls", guards=[_ASSIGNED], summary="Record a test call")
    async def call(self, trainee_id: FromPath[int], data: JSONBody[CallIn], actor: Me, training: Training) -> PathOut:
        """By somebody outside the trainee's own line."""
        await training.classes.calls.record(actor, trainee_id, NewCall(data.score, data.at, data.note, data.evaluation))
        return path_out(actor, await training.classes.paths.one(actor, trainee_id))

    @post("/test-calls/{call_id:int}/withdraw", status_code=200, guards=[_ASSIGNED], summary="Take a test call back")
    async def take_back(
        self, call_id: FromPath[int], data: JSONBody[ReasonIn], actor: Me, training: Training
    ) -> PathOut:
        """With the reason, which stays readable."""
        trainee_id = await training.classes.calls.take_back(actor, call_id, data.reason)
        return path_out(actor, await training.classes.paths.one(actor, trainee_id))


class MentorLogController(Controller):
    """The mentor's daily log."""

    path = "/api/v1/mentor-log"
    tags = ("classes",)

    @get(guards=[_ASSIGNED], summary="My trainees and their log")
    async def mine(self, actor: Me, training: Training) -> list[MenteeOut]:
        """Those one mentors now."""
        return [mentee_out(actor, *one) for one in await training.classes.log.mine(actor)]

    @post(guards=[_ASSIGNED], summary="Write today's entry")
    async def write(self, data: JSONBody[LogIn], actor: Me, training: Training) -> PathOut:
        """One a day; writing again changes its words and adds items."""
        await training.classes.log.write(actor, data.trainee, data.words, data.items)
        return path_out(actor, await training.classes.paths.one(actor, data.trainee))

    @post("/items/{item_id:int}/settle", status_code=204, guards=[_ASSIGNED], summary="Settle an open item")
    async def settle(self, item_id: FromPath[int], data: JSONBody[SettleIn], actor: Me, training: Training) -> None:
        """By the mentor or who keeps the class."""
        await training.classes.log.settle(actor, item_id, data.how)


class ArchiveController(Controller):
    """The training archive of a person: the own, all for trainers and HR, without results for the lead."""

    path = "/api/v1/archive"
    tags = ("classes",)

    @get("/{code:str}", guards=[_READS], summary="A training archive")
    async def one(self, code: FromPath[str], actor: Me, training: Training) -> ArchiveOut:
        """The latest first."""
        return archive_out(await training.classes.paths.archive(actor, code))

    @get("/{code:str}/export.xlsx", guards=[_READS], summary="The same as a workbook", media_type=WORKBOOK)
    async def book(self, code: FromPath[str], actor: Me, training: Training) -> Response[bytes]:
        """Scores are numbers."""
        return attachment(File("training-archive.xlsx", await training.classes.sheets.archive(actor, code)))


async def _board(training: TrainingService, actor: Actor, class_id: int) -> BoardOut:
    its, people = await training.classes.book.board(actor, class_id)
    return BoardOut(class_out(its, people), [trainee_out(one, its) for one in people])


async def _sheet(training: TrainingService, actor: Actor, class_id: int) -> SheetOut:
    its, people, days = await training.classes.attendance.days(actor, class_id)
    return SheetOut(class_out(its, people), [trainee_out(one, its) for one in people], [day_out(one) for one in days])


CONTROLLERS = (ClassesController, TraineesController, MentorLogController, ArchiveController)
