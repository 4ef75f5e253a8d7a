"""The doors to the bank, to exams and to the own sittings."""

from typing import Annotated, Literal

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from msgspec import Struct
from msgspec.structs import replace

from career.training.bank import Question
from server.auth.actor import Actor
from server.auth.guards import requires
from server.auth.roles import Permission
from server.people.imports.service import Outcome
from server.reports.handing import CSV, WORKBOOK, File, attachment
from server.training.exams.bank import Topic
from server.training.exams.sitting_wire import (
    ExamResults,
    MyExams,
    OpenIn,
    SavedOut,
    SavesIn,
    SeatOut,
    mine_out,
    result_out,
    results_out,
    seat_out,
)
from server.training.exams.wire import (
    Count,
    ExamIn,
    ExamOut,
    ExamPage,
    GuardIn,
    Guards,
    HoursIn,
    InviteIn,
    NewExam,
    QuestionOut,
    Questions,
    TopicIn,
    exam_out,
    hours_out,
)
from server.training.service import TrainingService
from server.wire import Bilingual

Me = NamedDependency[Actor]
Training = NamedDependency[TrainingService]

_KEEPS = requires(Permission.TRAINING_MANAGE)
_LEARNS = requires(Permission.TRAINING_LEARN)


class FileIn(Struct):
    """The form of an upload: one field, `file`."""

    file: UploadFile


class QuestionsController(Controller):
    """The question bank, with its right answers: for those who keep it."""

    path = "/api/v1/questions"
    tags = ("exams",)
    guards = (_KEEPS,)

    @get(summary="Questions of the bank")
    async def questions(
        self,
        training: Training,
        topic: FromQuery[str | None] = None,
        words: FromQuery[str] = "",
        offset: FromQuery[int] = 0,
        limit: FromQuery[int] = 50,
    ) -> Questions:
        """By topic, or by words in the question or its code."""
        kept, total = await training.bank.questions(topic, words, max(0, offset), min(200, max(1, limit)))
        return Questions([QuestionOut(one.question, one.retired) for one in kept], total)

    @get("/topics", summary="Topics papers can be drawn from")
    async def topics(self, training: Training) -> list[Topic]:
        """With how many questions each."""
        return await training.bank.topics()

    @put("/topics/{topic:str}", status_code=204, summary="Say what a topic is called")
    async def call(self, topic: FromPath[str], data: JSONBody[TopicIn], actor: Me, training: Training) -> None:
        """In both languages; until then a topic is called by its code."""
        await training.bank.call(actor, topic, Bilingual(data.zh, data.en))

    @post(summary="Add a question")
    async def add(self, data: JSONBody[Question], actor: Me, training: Training) -> QuestionOut:
        """Single, several, order or number."""
        kept = await training.bank.add(actor, data)
        return QuestionOut(kept.question, kept.retired)

    @put("/{code:str}", summary="Change a question")
    async def change(self, code: FromPath[str], data: JSONBody[Question], actor: Me, training: Training) -> QuestionOut:
        """For papers drawn from now on; those drawn before keep their copy."""
        kept = await training.bank.change(actor, replace(data, code=code))
        return QuestionOut(kept.question, kept.retired)

    @delete("/{code:str}", status_code=204, summary="Retire a question")
    async def retire(self, code: FromPath[str], actor: Me, training: Training) -> None:
        """It is drawn no more."""
        await training.bank.retire(actor, code)

    @get("/template.csv", summary="An empty CSV file of questions", media_type=CSV)
    async def csv_template(self, training: Training) -> Response[bytes]:
        """With every column, its notes, and an example that is passed over."""
        return attachment(File("echelon-questions.csv", training.question_files.template("csv")))

    @get("/template.xlsx", summary="An empty workbook of questions", media_type=WORKBOOK)
    async def workbook_template(self, training: Training) -> Response[bytes]:
        """With every column, a sheet of notes, and an example that is passed over."""
        return attachment(File("echelon-questions.xlsx", training.question_files.template("xlsx")))

    @get("/export.xlsx", summary="The question bank as a workbook", media_type=WORKBOOK)
    async def export(self, training: Training) -> Response[bytes]:
        """In the columns of the template, so that it can be changed and taken in again."""
        return attachment(File("echelon-question-bank.xlsx", await training.question_files.whole()))

    @post("/import", status_code=200, summary="Take in a CSV or XLSX file of questions")
    async def take(
        self,
        data: Annotated[FileIn, Body(media_type=RequestEncodingType.MULTI_PART)],
        actor: Me,
        training: Training,
        dry_run: FromQuery[bool] = False,
    ) -> Outcome:
        """All rows or none; with `dry_run` nothing is written and the answer says what would be."""
        return await training.question_files.take(actor, await data.file.read(), dry_run=dry_run)


class ExamsController(Controller):
    """Exams: set by trainers, taken by those invited."""

    path = "/api/v1/exams"
    tags = ("exams",)

    @get(guards=[_KEEPS], summary="Exams")
    async def exams(self, training: Training) -> list[ExamOut]:
        """All, the latest first."""
        return [exam_out(one.exam, one) for one in await training.exams.exams()]

    @post(guards=[_KEEPS], summary="Set an exam")
    async def create(self, data: JSONBody[NewExam], actor: Me, training: Training) -> ExamOut:
        """A blueprint, a window, retakes, and whether it counts."""
        return exam_out(await training.exams.set(actor, data.sheet(data.code), new=True))

    @get("/mine", guards=[_LEARNS], summary="The own exams and results")
    async def mine(self, actor: Me, training: Training) -> MyExams:
        """What is to be taken, what was, and how it went."""
        exams, results, today = await training.results.mine(actor)
        return MyExams([mine_out(one) for one in exams], [result_out(one) for one in results], today)

    @get("/load", guards=[_KEEPS], summary="The load guard")
    async def load(self, training: Training) -> Guards:
        """For trainees and for everybody else."""
        return Guards(**await training.exams.load())

    @put("/load/{who:str}", guards=[_KEEPS], summary="Set the load guard")
    async def guard(
        self, who: FromPath[Literal["trainees", "others"]], data: JSONBody[GuardIn], actor: Me, training: Training
    ) -> Guards:
        """How many exams in any seven days, and how many questions in one."""
        await training.exams.guard(actor, who, data.guard())
        return Guards(**await training.exams.load())

    @get("/hours", guards=[_KEEPS], summary="Hours of a day at work without a roster")
    async def hours(self, training: Training) -> HoursIn:
        """By the wall clock of each site, on its working days."""
        return hours_out(await training.exams.hours())

    @put("/hours", guards=[_KEEPS], summary="Set the hours of a day at work without a roster")
    async def set_hours(self, data: JSONBody[HoursIn], actor: Me, training: Training) -> HoursIn:
        """Exams are opened within them; whoever has a roster goes by it."""
        await training.exams.set_hours(actor, data.hours())
        return hours_out(await training.exams.hours())

    @get("/{code:str}", guards=[_KEEPS], summary="An exam and who is invited")
    async def exam(self, code: FromPath[str], training: Training) -> ExamPage:
        """Who has taken it, but not how it went."""
        exam, invited = await training.exams.exam(code)
        return ExamPage(exam_out(exam), invited)

    @put("/{code:str}", guards=[_KEEPS], summary="Change an exam")
    async def change(self, code: FromPath[str], data: JSONBody[ExamIn], actor: Me, training: Training) -> ExamOut:
        """Once somebody has opened it: only its title, its end and its retakes."""
        return exam_out(await training.exams.set(actor, data.sheet(code), new=False))

    @delete("/{code:str}", status_code=204, guards=[_KEEPS], summary="Withdraw an exam")
    async def withdraw(self, code: FromPath[str], actor: Me, training: Training) -> None:
        """Nobody opens it any more; what was taken stays."""
        await training.exams.withdraw(actor, code)

    @post("/{code:str}/invitations", status_code=200, guards=[_KEEPS], summary="Invite people to an exam")
    async def invite(self, code: FromPath[str], data: JSONBody[InviteIn], actor: Me, training: Training) -> Count:
        """All of them or nobody; the load guard is held for each, and so is rostered time unless a reason is given."""
        return Count(await training.exams.invite(actor, code, data.agents, data.on, data.any_time))

    @delete("/{code:str}/invitations/{agent:str}", status_code=204, guards=[_KEEPS], summary="Take an invitation back")
    async def uninvite(self, code: FromPath[str], agent: FromPath[str], actor: Me, training: Training) -> None:
        """As long as the paper was not opened."""
        await training.exams.uninvite(actor, code, agent)

    @get("/{code:str}/results", guards=[_KEEPS], summary="Results one may read")
    async def results(self, code: FromPath[str], actor: Me, training: Training) -> ExamResults:
        """By name of those one invited or teaches; of all only in sum, from five people on."""
        _, people, summary = await training.results.of_exam(actor, code)
        return results_out(people, summary)

    @get(
        "/{code:str}/results.xlsx",
        guards=[_KEEPS],
        summary="The same results as a workbook, and who is invited",
        media_type=WORKBOOK,
    )
    async def workbook(
        self, code: FromPath[str], actor: Me, training: Training, locale: FromQuery[Literal["zh", "en"]] = "zh"
    ) -> Response[bytes]:
        """Nobody in it whom the page would not show."""
        return attachment(File(f"exam-{code}.xlsx", await training.results.workbook(actor, code, locale)))

    @post("/{code:str}/sittings", status_code=200, guards=[_LEARNS], summary="Open the paper")
    async def open(self, code: FromPath[str], data: JSONBody[OpenIn], actor: Me, training: Training) -> SeatOut:
        """From now on the server's clock runs. Opening twice is coming back."""
        return seat_out(await training.sittings.open(actor, code, light=data.light))


class SittingsController(Controller):
    """The own sittings, and nobody else's."""

    path = "/api/v1/sittings"
    tags = ("exams",)
    guards = (_LEARNS,)

    @get("/{sitting_id:int}", summary="The own paper with what is saved")
    async def seat(self, sitting_id: FromPath[int], actor: Me, training: Training) -> SeatOut:
        """After a reload, or on another device."""
        return seat_out(await training.sittings.seat(actor, sitting_id))

    @put("/{sitting_id:int}/answers", summary="Save answers")
    async def save(self, sitting_id: FromPath[int], data: JSONBody[SavesIn], actor: Me, training: Training) -> SavedOut:
        """Answered once they are safe. Repeats and stragglers change nothing."""
        return SavedOut(await training.sittings.save(actor, sitting_id, data.saved()))

    @post("/{sitting_id:int}/submit", status_code=204, summary="Hand in")
    async def submit(self, sitting_id: FromPath[int], actor: Me, training: Training) -> None:
        """Twice is once."""
        await training.sittings.submit(actor, sitting_id)


CONTROLLERS = (QuestionsController, ExamsController, SittingsController)
