"""Why something cannot be done with questions, exams and sittings."""

from typing import NoReturn

from career.refusal import Fault, Refusal
from server.errors import DomainError, declare

NO_QUESTION = declare("no_such_question", 404, en="There is no question {key}.", zh="没有题目 {key}。")
NO_TOPIC = declare("no_such_topic", 404, en="No question is about {key}.", zh="题库中没有主题 {key}。")
NO_EXAM = declare("no_such_exam", 404, en="There is no exam {key}.", zh="没有考试 {key}。")
NO_SITTING = declare("no_such_sitting", 404, en="There is no such sitting of yours.", zh="没有您的这次考试。")
NO_PERSON = declare("no_such_invitee", 404, en="Nobody here is {key}.", zh="没有找到人员 {key}。")
BAD_WINDOW = declare("exam_bad_window", 422, en="An exam closes after it opens.", zh="考试的截止时间要晚于开始时间。")
EXAM_BEGUN = declare(
    "exam_begun",
    409,
    en="Somebody has opened this exam; its paper, its window's start and what it counts for stay.",
    zh="已有人开考，试卷结构、开始时间和是否计分不能再改。",
)
WITHDRAWN = declare("exam_withdrawn", 409, en="This exam was withdrawn.", zh="该考试已撤回。")
NOT_INVITED = declare("exam_not_invited", 403, en="You are not invited to this exam.", zh="您没有被安排参加这场考试。")
NO_OFFER = declare(
    "no_help_offered", 409, en="Lighter papers come with an offer of help.", zh="简化练习随帮助一起提供。"
)
OUTSIDE_WINDOW = declare(
    "day_outside_window", 422, en="{day} is outside the exam's window.", zh="{day} 不在考试开放时间内。"
)
INVITED_NOBODY = declare("invited_nobody", 422, en="Say who is invited.", zh="请选择要安排的人员。")
SAT_ALREADY = declare(
    "sat_already", 409, en="{key} has opened the exam; the invitation stays.", zh="{key} 已开考，不能取消安排。"
)
NO_HOURS = declare(
    "exam_no_hours",
    422,
    en="The hours of a day at work end at another time than they begin.",
    zh="工作时段的开始和结束不能相同。",
)
BAD_ANSWER = declare("bad_answer", 422, en="This is no answer to {key}.", zh="这不是题目 {key} 的有效作答。")

_RULES = {
    "exam_too_long": declare(
        "exam_too_long", 422, en="At most {word} questions in one exam.", zh="一场考试最多 {word} 题。"
    ),
    "too_many_exams": declare(
        "too_many_exams",
        409,
        en="At most {word} exams in any seven days: {key} would have more.",
        zh="任意连续七天内最多 {word} 场考试，{key} 会超过。",
    ),
    "too_few_questions": declare(
        "too_few_questions", 422, en="The bank has too few questions on {word}.", zh="题库中“{word}”的题目不够。"
    ),
    "passed_already": declare("passed_already", 409, en="You have passed this exam.", zh="您已通过这场考试。"),
    "no_attempt_left": declare(
        "no_attempt_left", 409, en="All {word} attempts are used.", zh="{word} 次考试机会已用完。"
    ),
    "retake_later": declare(
        "retake_later", 409, en="The next attempt is open from {word} on.", zh="{word} 起可以再考。"
    ),
    "handed_in": declare("handed_in", 409, en="This paper is handed in already.", zh="已经交卷。"),
    "time_over": declare(
        "time_over", 409, en="Time is over; what was saved before counts.", zh="考试时间已到，此前保存的作答有效。"
    ),
    "not_open_yet": declare("exam_not_open", 409, en="The exam is not open now.", zh="现在不在考试开放时间内。"),
    "outside_work": declare(
        "exam_outside_work",
        409,
        en="Exams are taken at work, and this one does not fit into your rostered time now. It does from {word} on.",
        zh="考试只在排班时间内进行，现在的排班时间不够考完这场。{word} 起可以考。",
    ),
    "outside_work_unknown": declare(
        "exam_no_work_ahead",
        409,
        en="Exams are taken at work, and no rostered time long enough is known for the next five weeks. Talk to your trainer.",
        zh="考试只在排班时间内进行，未来五周内没有足够长的排班。请和培训师商量。",
    ),
    "day_off": declare(
        "exam_day_off",
        409,
        en="{key} is not at work long enough for it that day; the next time is {word}. For another time, give a reason.",
        zh="{key} 当天没有足够的排班时间，下一次是 {word}。如需另行安排，请填写理由。",
    ),
    "day_off_unknown": declare(
        "exam_day_off_unknown",
        409,
        en="{key} is not at work long enough for it that day, nor later as far as is known. For another time, give a reason.",
        zh="{key} 当天没有足够的排班时间，之后也没有已知的排班。如需另行安排，请填写理由。",
    ),
    "unknown_question": declare(
        "question_not_on_paper", 422, en="{word} is not on this paper.", zh="试卷上没有题目 {word}。"
    ),
}

BAD_EXAM = declare("bad_exam", 422, en="The exam cannot be set: {why}.", zh="考试设置有误：{why}。")
BAD_QUESTION = declare("bad_question", 422, en="The question does not hold together: {why}.", zh="题目有误：{why}。")


def refuse(refusal: Refusal, key: str = "") -> NoReturn:
    """Say the rule book's no in this room's words."""
    raise DomainError(_RULES[refusal.code], word=refusal.word, key=key)


def refuse_faults(code: str, faults: list[Fault]) -> None:
    """Refuse what nobody could be examined by, if anything is."""
    if faults:
        raise DomainError(code, why="; ".join(f"{one.where} {one.code} {one.word}".strip() for one in faults))
