"""What a dossier calls its parts, columns and codes, in both languages; they become part of what is signed."""

from career.ladder import LEVELS
from career.onboarding import DEFAULT_STAGES
from career.words import DECISIONS, REASONS, STATES, STATUSES
from server.wire import Bilingual


def said(pair: tuple[str, str]) -> Bilingual:
    """A pair of words as the wire knows it."""
    return Bilingual(zh=pair[0], en=pair[1])


TITLES = {
    "dossier": Bilingual(zh="晋升档案", en="Career dossier"),
    "certificate": Bilingual(zh="晋升证书", en="Certificate of Promotion"),
}

PARTS = {
    "criteria": Bilingual(zh="晋升标准与判定", en="Criteria and verdicts"),
    "decision": Bilingual(zh="评审决定", en="Decision"),
    "appeal": Bilingual(zh="申诉与答复", en="Appeal"),
    "levels": Bilingual(zh="级别经历", en="Levels held"),
    "scorecards": Bilingual(zh="月度评分卡", en="Monthly scorecards"),
    "measured": Bilingual(zh="质检与指标", en="Quality and metrics"),
    "exams": Bilingual(zh="考试与拨测", en="Exams and test calls"),
    "courses": Bilingual(zh="培训课程", en="Courses"),
    "archive": Bilingual(zh="培训档案", en="Training archive"),
    "contests": Bilingual(zh="竞赛", en="Contests"),
    "honors": Bilingual(zh="荣誉与徽章", en="Honors and badges"),
}

NOTES = {
    "criteria": Bilingual(zh="判定只供参考，决定由人作出。", en="Verdicts are advice; people decide."),
    "decision": Bilingual(
        zh="决定由一人提出、另一人确认后生效。", en="Proposed by one person, in force once another has confirmed it."
    ),
    "contests": Bilingual(
        zh="仅列最终成绩的最新版本；班组赛的名次为所在班组的名次。",
        en="Only final results, in their latest revision; where teams compete, the place is the team's.",
    ),
    "scorecards": Bilingual(zh="截止日期前已公布的月份。", en="Months published before the day of the dossier."),
}

COLUMNS = {
    "criterion": Bilingual(zh="标准", en="Criterion"),
    "asks": Bilingual(zh="要求", en="Asks for"),
    "role": Bilingual(zh="性质", en="Counts as"),
    "verdict": Bilingual(zh="判定", en="Verdict"),
    "value": Bilingual(zh="实际值", en="Value"),
    "threshold": Bilingual(zh="要求值", en="Threshold"),
    "reason": Bilingual(zh="说明", en="Reason"),
    "grounds": Bilingual(zh="理由", en="Reason"),
    "level": Bilingual(zh="级别", en="Level"),
    "since": Bilingual(zh="起始日期", en="Since"),
    "month": Bilingual(zh="月份", en="Month"),
    "score": Bilingual(zh="评分", en="Score"),
    "days": Bilingual(zh="出勤天数", en="Days worked"),
    "source": Bilingual(zh="来源", en="Source"),
    "metric": Bilingual(zh="指标", en="Metric"),
    "count": Bilingual(zh="条数", en="Values"),
    "sum": Bilingual(zh="合计", en="Sum"),
    "mean": Bilingual(zh="均值", en="Mean"),
    "on": Bilingual(zh="日期", en="Date"),
    "exam": Bilingual(zh="考试", en="Exam"),
    "result": Bilingual(zh="成绩", en="Result"),
    "course": Bilingual(zh="课程", en="Course"),
    "assigned": Bilingual(zh="安排日期", en="Assigned"),
    "attended": Bilingual(zh="参训日期", en="Attended"),
    "practised": Bilingual(zh="练习次数", en="Practice records"),
    "practice": Bilingual(zh="练习日期", en="Practised on"),
    "what": Bilingual(zh="事项", en="What"),
    "detail": Bilingual(zh="内容", en="Detail"),
    "by": Bilingual(zh="经办", en="By"),
    "contest": Bilingual(zh="竞赛", en="Contest"),
    "place": Bilingual(zh="名次", en="Place"),
    "field": Bilingual(zh="参与排名数", en="Out of"),
    "honor": Bilingual(zh="荣誉", en="Honor"),
    "decision": Bilingual(zh="决定", en="Decision"),
    "proposed_by": Bilingual(zh="提出人", en="Proposed by"),
    "proposed_on": Bilingual(zh="提出日期", en="Proposed on"),
    "confirmed_by": Bilingual(zh="确认人", en="Confirmed by"),
    "confirmed_on": Bilingual(zh="确认日期", en="Confirmed on"),
    "outcome": Bilingual(zh="结果", en="Outcome"),
    "answer": Bilingual(zh="答复", en="Answer"),
    "answered_by": Bilingual(zh="答复人", en="Answered by"),
    "answered_on": Bilingual(zh="答复日期", en="Answered on"),
}

HEAD = {
    "code": Bilingual(zh="工号", en="Agent code"),
    "site": Bilingual(zh="职场", en="Site"),
    "team": Bilingual(zh="班组", en="Team"),
    "level": Bilingual(zh="级别", en="Level"),
    "hired": Bilingual(zh="入职日期", en="Hired"),
    "cycle": Bilingual(zh="晋升评审", en="Promotion round"),
    "step": Bilingual(zh="晋升方向", en="Step"),
    "state": Bilingual(zh="成熟度", en="Readiness"),
    "decision": Bilingual(zh="决定", en="Decision"),
    "effective": Bilingual(zh="生效日期", en="Takes effect"),
    "criteria": Bilingual(zh="标准版本", en="Criteria version"),
}

ROLES = {
    "required": Bilingual(zh="必备", en="Required"),
    "weighted": Bilingual(zh="计分", en="Weighted"),
    "bonus": Bilingual(zh="加分", en="Bonus"),
}
SOURCES = {
    True: Bilingual(zh="历史导入", en="Carried over"),
    False: Bilingual(zh="本系统", en="Measured here"),
}
GATES = {
    "pass": Bilingual(zh="通过", en="Passed"),
    "hold": Bilingual(zh="重来一次", en="Repeat once"),
    "exit": Bilingual(zh="终止", en="Ended"),
}
APPEALS = {
    "open": Bilingual(zh="待答复", en="Waiting for an answer"),
    "upheld": Bilingual(zh="申诉成立", en="Upheld"),
    "dismissed": Bilingual(zh="维持原决定", en="Dismissed"),
}
THINGS = {
    "gate": Bilingual(zh="上岗关口", en="Onboarding gate"),
    "post": Bilingual(zh="岗位", en="Post"),
    "mentored": Bilingual(zh="完成带教", en="Mentored a trainee"),
    "case_given": Bilingual(zh="提供典型案例", en="Gave a case"),
    "case_defended": Bilingual(zh="案例答辩", en="Defended a case"),
    "coached": Bilingual(zh="辅导记录", en="Coached"),
    "endorsement": Bilingual(zh="认可", en="Endorsed"),
    "education": Bilingual(zh="学历", en="Education"),
    "skill": Bilingual(zh="技能", en="Skill"),
    "mark": Bilingual(zh="人工评定", en="Judged by a person"),
    "test_call": Bilingual(zh="拨测", en="Test call"),
    "offered": Bilingual(zh="本班次开展", en="Offered in the shift"),
    "took_part": Bilingual(zh="参赛", en="Took part"),
    "podium": Bilingual(zh="前三名", en="Podium"),
    "improvement_award": Bilingual(zh="进步奖", en="Improvement award"),
    "ran": Bilingual(zh="组织竞赛", en="Ran it"),
    "badge": Bilingual(zh="徽章", en="Badge"),
}


def level(code: str) -> Bilingual:
    """A level's name, or the code people data give it."""
    found = LEVELS.get(code)
    return Bilingual(zh=code, en=code) if found is None else Bilingual(zh=found.zh, en=found.en)


def stage(code: str) -> Bilingual:
    """An onboarding stage's name."""
    found = next((one for one in DEFAULT_STAGES if one.code == code), None)
    return Bilingual(zh=code, en=code) if found is None else Bilingual(zh=found.zh, en=found.en)


def state(code: str) -> Bilingual:
    """How ready somebody was found."""
    return said(STATES[code])


def verdict(code: str) -> Bilingual:
    """Met, not met, no data."""
    return said(STATUSES[code])


def reason(code: str) -> Bilingual:
    """Why a verdict is as it is."""
    return said(REASONS.get(code, (code, code)))


def decision(code: str) -> Bilingual:
    """What was decided."""
    return said(DECISIONS[code])
