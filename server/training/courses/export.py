"""Tables of courses as workbooks: numbers as numbers, days as days; every export is on the audit trail."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from leaderboards.student import Estimate
from server.auth import audit
from server.auth.actor import Actor
from server.clock import Clock
from server.db.pool import Database
from server.reports.grid import Line, Sheet, Value, write_book
from server.reports.handing import File
from server.training.courses.effect import Compared, Effect
from server.training.courses.kept import CourseKept
from server.training.courses.plans import PlanKept
from server.training.courses.practice import PracticeKept
from server.training.courses.surveys import Survey
from server.wire import Bilingual, Named

What = Literal["courses", "plans", "practice", "effect", "needs"]
_TITLES: dict[What, tuple[str, str]] = {
    "courses": ("课程", "Courses"),
    "plans": ("学习计划", "Plans"),
    "practice": ("练习记录", "Practice"),
    "effect": ("培训效果", "Effect"),
    "needs": ("需求调查", "Needs"),
}
_HEADS: dict[What, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "courses": (
        ("代码", "课程", "类型", "内容数", "必学", "练习次数", "训练指标", "停开"),
        ("Code", "Course", "Kind", "Items", "Needed", "Practice", "Trains", "Retired"),
    ),
    "plans": (
        ("工号", "姓名", "班组", "课程", "课程名", "安排日期", "应完成", "完成日期", "未学内容", "未做练习"),
        ("Code", "Name", "Team", "Course", "Title", "Assigned", "Due", "Complete", "Items left", "Practice left"),
    ),
    "practice": (
        ("工号", "姓名", "班组", "课程", "类型", "标题", "阶段", "练习日期", "批准日期", "批准人", "排班日之外"),
        (
            "Code",
            "Name",
            "Team",
            "Course",
            "Kind",
            "Title",
            "Stage",
            "Practised",
            "Decided",
            "By",
            "Outside rostered days",
        ),
    ),
    "effect": (
        ("评估", "参训人数", "对照人数", "之前", "之后", "净变化", "区间下限", "区间上限"),
        ("Evaluation", "Took it", "Compared", "Before", "After", "Effect", "From", "To"),
    ),
    "needs": (("主题", "选择人数", "课程"), ("Topic", "Chosen by", "Course")),
}


_KINDS = {
    "homework": ("作业", "homework"),
    "hands_on": ("实操", "hands-on"),
    "exercise": ("练习", "exercise"),
    "role_play": ("角色演练", "role play"),
    "sharing": ("经验分享", "sharing"),
}
_COURSES = {
    "skill": ("技能", "skill"),
    "product": ("产品业务", "product"),
    "service": ("服务", "service"),
    "onboarding": ("入职", "onboarding"),
    "care": ("情绪关怀", "emotional care"),
    "career": ("职业发展", "career"),
}
_STAGES = {
    "given": ("已布置", "given"),
    "handed_in": ("待批准", "waiting"),
    "approved": ("已批准", "approved"),
    "sent_back": ("待补充", "sent back"),
}


class Books:
    """See the module. What is in a table was chosen for the actor before it comes here."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def courses(self, actor: Actor, found: Sequence[CourseKept]) -> File:
        """The catalogue."""
        zh = actor.locale == "zh"
        return await self._book(actor, "courses", [_course(one, zh) for one in found])

    async def plans(self, actor: Actor, found: Sequence[PlanKept]) -> File:
        """Who is how far."""
        zh = actor.locale == "zh"
        return await self._book(actor, "plans", [_plan(one, zh) for one in found])

    async def practice(self, actor: Actor, found: Sequence[PracticeKept]) -> File:
        """Records in all stages."""
        zh = actor.locale == "zh"
        return await self._book(actor, "practice", [_practice(one, zh) for one in found])

    async def effect(self, actor: Actor, found: Effect) -> File:
        """The evaluations of a course."""
        zh = actor.locale == "zh"
        rows = [_compared(one, zh) for one in (found.behaviour, found.performance) if one is not None]
        if found.knowledge is not None:
            known = found.knowledge
            name = "知识（考试）" if zh else "Knowledge (exams)"
            rows.insert(0, (name, Decimal(known.n), None, None, None, *_spread(known.estimate)))
        mean = None if found.feedback.mean is None else Decimal(found.feedback.mean)
        rows.append(
            ("评价（1–5）" if zh else "Feedback (1–5)", Decimal(found.feedback.n), None, None, mean, None, None, None)
        )
        return await self._book(actor, "effect", rows)

    async def needs(self, actor: Actor, found: Survey) -> File:
        """What was asked for, where it may be told."""
        zh = actor.locale == "zh"
        rows: list[tuple[Value, ...]] = [
            (
                _said(one.title, zh),
                None if one.asked is None else Decimal(one.asked),
                _named(one.course, zh),
            )
            for one in found.topics
        ]
        return await self._book(actor, "needs", rows)

    async def _book(self, actor: Actor, what: What, rows: Sequence[tuple[Value, ...]]) -> File:
        now: datetime = self._clock.now()
        place = 0 if actor.locale == "zh" else 1
        async with self._db.transaction() as connection:
            await audit.record(connection, actor, "training.export", f"training/{what}", {"rows": len(rows)})
        lines = (Line(_HEADS[what][place], "head"), *[Line(row) for row in rows])
        title = _TITLES[what][place]
        content = write_book([Sheet(title, lines, head=1)], title=title, made=now)
        return File(f"{what}-{now.date().isoformat()}.xlsx", content)


def _said(text: Bilingual, zh: bool) -> str:
    return (text.zh or text.en) if zh else (text.en or text.zh)


def _named(thing: Named | None, zh: bool) -> str | None:
    return None if thing is None else _said(thing.name, zh)


def _course(one: CourseKept, zh: bool) -> tuple[Value, ...]:
    needed = sum(item.needed for item in one.items)
    retired = ("是" if zh else "yes") if one.retired else None
    numbers = (Decimal(len(one.items)), Decimal(needed), Decimal(sum(one.practice.values())))
    return (one.code, _said(one.title, zh), _COURSES[one.kind][not zh], *numbers, one.trained, retired)


def _plan(one: PlanKept, zh: bool) -> tuple[Value, ...]:
    return (
        one.agent.code,
        _said(one.agent.name, zh),
        _named(one.team, zh),
        one.course.code,
        _said(one.course.title, zh),
        one.assigned_on,
        one.due,
        one.completed_on,
        Decimal(len(one.missing_items)),
        Decimal(sum(one.missing_practice.values())),
    )


def _practice(one: PracticeKept, zh: bool) -> tuple[Value, ...]:
    return (
        one.agent.code,
        _said(one.agent.name, zh),
        _named(one.team, zh),
        _named(one.course, zh),
        _KINDS[one.kind][not zh],
        one.title,
        _STAGES[one.stage][not zh],
        one.on,
        one.decided_on,
        one.decided_by,
        ("是" if zh else "yes") if one.off_duty else None,
    )


def _compared(one: Compared, zh: bool) -> tuple[Value, ...]:
    numbers = (Decimal(one.takers), Decimal(one.others), _number(one.before), _number(one.after))
    return (_said(one.name, zh), *numbers, *_spread(one.estimate))


def _spread(found: Estimate | None) -> tuple[Value, Value, Value]:
    return (None, None, None) if found is None else (_number(found.mean), _number(found.low), _number(found.high))


def _number(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(value), 4)
