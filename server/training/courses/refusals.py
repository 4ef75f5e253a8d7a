"""Why something cannot be done with courses, plans, practice and surveys."""

from typing import NoReturn

from career.refusal import Fault, Refusal
from server.errors import DomainError, declare

NO_COURSE = declare("no_such_course", 404, en="There is no course {key}.", zh="没有课程 {key}。")
NO_ITEM = declare("no_such_course_item", 404, en="The course has no item {key}.", zh="课程中没有内容 {key}。")
NO_SESSION = declare("no_such_session", 404, en="There is no session {key}.", zh="没有场次 {key}。")
NO_QUESTION = declare("no_such_course_question", 404, en="There is no question {key}.", zh="没有提问 {key}。")
NO_FILE = declare("no_such_file", 404, en="There is no file here.", zh="这里没有文件。")
NO_PLAN = declare("no_such_course_plan", 404, en="There is no plan {key}.", zh="没有学习计划 {key}。")
NO_PRACTICE = declare("no_such_practice", 404, en="There is no practice record {key}.", zh="没有练习记录 {key}。")
NO_SURVEY = declare("no_such_survey", 404, en="There is no survey {key}.", zh="没有需求调查 {key}。")
COURSE_TAKEN = declare("course_code_taken", 409, en="The course {key} exists already.", zh="课程 {key} 已存在。")
RETIRED = declare("course_retired", 409, en="This course is no longer given.", zh="该课程已停开。")
BAD_LINK = declare(
    "bad_link", 422, en="A link begins with https:// or http://.", zh="链接须以 https:// 或 http:// 开头。"
)
BAD_METRIC = declare(
    "bad_trained_metric",
    422,
    en="{key} is no sum or mean of agents with a good direction; choose another metric.",
    zh="{key} 不是可比较的坐席指标（求和或均值，且有好坏方向），请另选。",
)
NOT_A_SESSION = declare("not_a_session", 422, en="{key} is not a session.", zh="{key} 不是面授或直播场次。")
NOT_A_FILE = declare("not_a_file_item", 422, en="{key} is not a file.", zh="{key} 不是文件内容。")
BAD_SESSION = declare(
    "bad_session_time", 422, en="A session ends after it starts, within a day.", zh="场次须在开始之后、一天之内结束。"
)
NOT_BEGUN = declare("session_not_begun", 409, en="The session has not begun.", zh="场次还没有开始。")
SESSION_CANCELLED = declare("session_cancelled", 409, en="The session was cancelled.", zh="场次已取消。")
SESSION_HELD = declare(
    "session_held",
    409,
    en="Attendance was noted; only place and replay may change.",
    zh="已登记出勤，只能修改地点和回放。",
)
NO_REPLAY = declare(
    "no_replay",
    409,
    en="There is no replay; attendance is noted by the trainer.",
    zh="这一场没有回放，出勤由培训师登记。",
)
NOT_ON_PLAN = declare("not_on_plan", 409, en="This course is not on the plan.", zh="该课程不在学习计划中。")
ON_PLAN = declare("on_plan_already", 409, en="This course is on your plan already.", zh="该课程已在您的学习计划中。")
NOT_OFFERED = declare(
    "not_offered", 403, en="This course is assigned, not chosen.", zh="该课程由培训师或班组长安排，不能自选。"
)
PLAN_COMPLETE = declare("plan_complete", 409, en="What is complete stays.", zh="已完成的课程不能撤回。")
NOBODY = declare("nobody_chosen", 422, en="Say for whom.", zh="请选择人员或班组。")
NO_PERSON = declare("no_such_learner", 404, en="Nobody you may choose is {key}.", zh="没有可安排的人员 {key}。")
DUE_PAST = declare("due_in_past", 422, en="The day has passed already.", zh="该日期已过。")
NO_AGENT = declare("not_an_agent", 409, en="This account is no agent's.", zh="该账号没有对应的坐席。")
PRACTICE_LATER = declare(
    "practice_in_future", 422, en="Practice is handed in once it is done.", zh="练习做完之后才能提交。"
)
NOT_WAITING = declare(
    "practice_not_waiting", 409, en="This practice is not waiting for you.", zh="这项练习不在待批之列。"
)
OWN_PRACTICE = declare("own_practice", 403, en="Nobody approves their own practice.", zh="不能审批自己的练习。")
OFF_DUTY = declare(
    "practice_off_duty",
    422,
    en="It was practised outside rostered days. Say why it counts all the same.",
    zh="这次练习不在本人的排班日。如仍要计入，请写明理由。",
)
APPROVED = declare("practice_approved", 409, en="This practice was approved already.", zh="这项练习已获批准。")
BEFORE_PRACTICE = declare(
    "before_practice", 409, en="Approval comes after the practice.", zh="批准日期不能早于练习日期。"
)
FILE_TOO_LARGE = declare("file_too_large", 413, en="A file has at most {most} MB.", zh="文件不能超过 {most} MB。")
FILE_EMPTY = declare("file_empty", 422, en="The file is empty.", zh="文件是空的。")
FILE_KIND = declare(
    "file_kind", 415, en="Files of this kind are not kept; these are: {kinds}", zh="不支持这种文件；支持：{kinds}"
)
SPOKEN = declare("feedback_given", 409, en="You have said what you think of this course.", zh="您已评价过该课程。")
ANSWERED = declare("survey_answered", 409, en="You have answered this survey.", zh="您已填写过该调查。")
SURVEY_CLOSED = declare("survey_closed", 409, en="The survey is closed.", zh="调查已结束。")
SURVEY_NOT_YOURS = declare("survey_not_yours", 403, en="This survey asks another team.", zh="该调查面向其他班组。")
BAD_TOPICS = declare("bad_topics", 422, en="Choose topics of this survey.", zh="请选择本调查中的主题。")
SURVEY_PAST = declare("survey_closes_in_past", 422, en="A survey closes later than now.", zh="截止时间须晚于现在。")

_FAULTS = {
    "code_twice": declare(
        "course_code_twice", 422, en="The item {word} stands there twice.", zh="内容代码 {word} 重复。"
    ),
    "asks_nothing": declare(
        "course_asks_nothing", 422, en="At least one item has to be needed.", zh="至少有一项内容为必学。"
    ),
    "negative": declare("course_negative", 422, en="A number is negative.", zh="次数不能为负。"),
    "no_practice": declare(
        "course_no_practice", 422, en="A course comes with at least one practice.", zh="每门课程至少配一次练习。"
    ),
}
_RULES = {"own_case": OWN_PRACTICE, "approved_already": APPROVED, "before_practice": BEFORE_PRACTICE}


def refuse_faults(faults: list[Fault]) -> None:
    """Refuse a course that nobody could complete, with the first thing wrong about it."""
    if faults:
        raise DomainError(_FAULTS[faults[0].code], word=faults[0].word)


def refuse(refusal: Refusal) -> NoReturn:
    """Say the rule book's no about practice in this room's words."""
    raise DomainError(_RULES[refusal.code])
