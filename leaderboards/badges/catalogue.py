"""The badges that ship: what each honors, what it takes, and why nobody gets it by working worse. A centre edits them as it likes.

What all have in common: none pays for quantity alone, for short calls, for coming in ill or for staying late. Every mean needs a
sample large enough that luck with few does not do; what may not suffer stands as a condition or a guard; approved leave, days off
and holidays neither help nor harm; what could be had by falling back first has a floor and a limit.
"""

from typing import Any

from leaderboards.badges.badge import Badge, Kind, Limit
from leaderboards.badges.counted import Deeds, Milestone, Participation, TeamResult, Training
from leaderboards.badges.measuring import Condition, Guard, Measure
from leaderboards.badges.performance import Improvement, Over
from leaderboards.badges.records import Record
from leaderboards.badges.standing import Given, Level, Place, Tenure
from leaderboards.badges.streaks import Streak
from leaderboards.badges.tiers import Step, Tier

ESCALATIONS = "escalations"
"""The queue code that stands for escalated calls; a centre puts its own in the rule."""
LEVELS = ("junior", "intermediate", "senior", "expert")

_THREE: tuple[Tier, ...] = ("bronze", "silver", "gold")
_NO_CRITICAL = Condition(Measure("critical_errors"), at_most="0")
_NO_COMPLAINT = Condition(Measure("complaints"), at_most="0")
_SOUND = (Guard("qa", at_least="85"), Guard("complaints", at_most="1"))
"""Quality does not suffer, and customers have no more than one reason to complain."""


def _three(*thresholds: str) -> tuple[Step, ...]:
    return tuple(Step(tier, at) for tier, at in zip(_THREE, thresholds, strict=True))


def _plain(at: str = "1") -> tuple[Step, ...]:
    return (Step("plain", at),)


def _badge(code: str, names: tuple[str, str], praise: tuple[str, str], symbol: str, rule: Kind, **rest: Any) -> Badge:
    zh, en = names
    return Badge(code=code, zh=zh, en=en, praise_zh=praise[0], praise_en=praise[1], symbol=symbol, rule=rule, **rest)


BEGINNINGS = (
    _badge(
        "first_call",
        ("首通电话", "First call"),
        ("接起第一通电话，从这里开始。", "Took the first call. Everything begins here."),
        "phone",
        Milestone("calls"),
        steps=_plain(),
        live=True,
    ),
    _badge(
        "all_gates",
        ("通关", "All gates"),
        ("业务学习、线上带教、实操反带教、通关拨测，四关全部通过。", "Passed all four gates of onboarding."),
        "gate",
        # Gates are opened by people, so there is nothing to hurry through.
        Training("gate"),
        steps=_plain("4"),
    ),
)

QUALITY = (
    _badge(
        "faultless_week",
        ("零差错周", "Faultless week"),
        (
            "整周经得起检查：没有致命差错，没有有责投诉。",
            "A whole week that stood up to inspection: no critical error, no complaint.",
        ),
        "shield",
        # A week nobody looked at is not faultless but unknown: at least one evaluation.
        Streak("week", (Condition(Measure("qa", sample=1), at_least="85"), _NO_CRITICAL, _NO_COMPLAINT), min_days=3),
        steps=_three("1", "4", "12"),
    ),
    _badge(
        "qa_95",
        ("质检九五", "QA 95"),
        ("整月质检均分九十五以上。", "A month's QA mean of 95 or more."),
        "check",
        Over("month", Measure("qa", sample=4), (_NO_CRITICAL,), min_days=10),
        steps=_three("95", "97", "98.5"),
    ),
    _badge(
        "satisfaction_star",
        ("满意之星", "Satisfaction star"),
        ("客户用评价说出的感谢。", "Thanks, as customers say it."),
        "star",
        # Thirty answers: choosing whom to ask, or asking few, does not do.
        Over("month", Measure("csat", sample=30), (), _SOUND, 10),
        steps=_three("90", "93", "96"),
    ),
    _badge(
        "first_contact",
        ("一次解决", "First-contact king"),
        ("一次说清、一次办成，客户不用再打第二次。", "Settled the first time; nobody had to call again."),
        "key",
        # Passing hard calls on would lower what customers and QA say, and those must hold.
        Over("month", Measure("fcr", sample=150), (), (*_SOUND, Guard("csat", at_least="80")), 10),
        steps=_three("80", "84", "88"),
    ),
    _badge(
        "steady",
        ("稳定之星", "Steady star"),
        ("连续三个月，样样都稳。", "Three months running, sound in everything."),
        "anchor",
        Streak(
            "month",
            (
                Condition(Measure("qa", sample=4), at_least="88"),
                Condition(Measure("csat", sample=20), at_least="85"),
                Condition(Measure("adherence", sample=5), at_least="93"),
                _NO_CRITICAL,
            ),
            min_days=10,
            again=True,
        ),
        steps=_plain("3"),
    ),
    _badge(
        "most_improved",
        ("进步之星", "Most improved"),
        ("和过去的自己比，迈出了一大步。", "A great step forward, measured against oneself."),
        "arrow_up",
        # Falling back first does not pay: the month has to be good by itself, the past is three months, and twice a year is enough.
        Improvement(
            "month",
            Measure("qa", sample=4),
            (Condition(Measure("qa", sample=4), at_least="85"), _NO_CRITICAL),
            min_days=10,
            back=3,
            least_back=2,
        ),
        steps=_three("3", "5", "8"),
        limit=Limit(1, "half_year"),
    ),
    _badge(
        "personal_best",
        ("刷新自我", "Personal best"),
        ("一次解决率超过了以往任何一个月。", "First-contact resolution better than in any month before."),
        "peak",
        Record("month", Measure("fcr", sample=150), (), _SOUND, 10, least_before=4),
        steps=_plain("0"),
        limit=Limit(2, "year"),
    ),
    _badge(
        "centre_best",
        ("全中心纪录", "Record of the centre"),
        (
            "一次解决率创下了全中心有史以来的单月最好成绩。",
            "The best month of first-contact resolution the centre has ever seen.",
        ),
        "crown",
        Record("month", Measure("fcr", sample=300), (), _SOUND, 12, scope="centre", least_before=2),
        steps=_plain("0"),
        limit=Limit(2, "year"),
    ),
    _badge(
        "escalations",
        ("救火能手", "Firefighter"),
        ("别人接不住的升级来电，稳稳接住。", "Takes the escalated calls that others hand over, and keeps calm."),
        "flame",
        # Nobody routes escalated calls to oneself, and a month in which quality suffers adds nothing.
        Milestone("calls", (ESCALATIONS,), _SOUND),
        steps=_three("50", "200", "600"),
    ),
)

GROWTH = (
    _badge(
        "case_given",
        ("案例贡献", "Case given"),
        ("把自己的通话变成大家的教材。", "Let a call of one's own become a lesson for all."),
        "book",
        # A case counts once quality has taken it into the collection.
        Deeds("case_given"),
        steps=_three("1", "5", "15"),
    ),
    _badge(
        "knowledge",
        ("知识达人", "Knowledge"),
        ("不同的考试，一样的高分。", "Different exams, high marks in each."),
        "lamp",
        # Different exams: sitting the easy one again adds nothing.
        Training("exam", at_least="90"),
        steps=_three("3", "6", "10"),
    ),
    _badge(
        "many_skills",
        ("多面手", "Many skills"),
        ("哪里需要，就能到哪里。", "At home in several queues, and there when one is short."),
        "hands",
        Training("skill"),
        steps=_three("2", "3", "5"),
    ),
    _badge(
        "golden_mentor",
        ("金牌师傅", "Golden mentor"),
        ("带出来的徒弟，就是最好的奖章。", "Brought trainees through; they are the medal."),
        "sprout",
        # Counted when the trainee has passed the last gate, which others decide.
        Deeds("mentored"),
        steps=_three("1", "3", "6"),
    ),
    _badge(
        "level",
        ("等级证书", "Level certificate"),
        ("评审通过，名副其实。", "A level earned in review."),
        "ribbon",
        Level(LEVELS),
        steps=(*(_three("1", "2", "3")), Step("diamond", "4")),
        live=True,
    ),
)

RELIABLE = (
    _badge(
        "full_attendance",
        ("全勤", "Full attendance"),
        ("说好的班，一个不缺；批准的假，安心去休。", "Every shift that was agreed. Approved leave is no absence."),
        "calendar",
        # Only absence without leave counts: who is ill stays at home and loses nothing.
        Streak("month", (Condition(Measure("absences"), at_most="0"),), min_days=10),
        steps=_three("1", "3", "12"),
    ),
    _badge(
        "punctual",
        ("守时", "Punctual"),
        ("一班又一班，准时到岗。", "Shift after shift, there on time."),
        "clock",
        Streak("shift", (Condition(Measure("attendance", sample=1), at_least="100"),)),
        steps=_three("20", "60", "120"),
    ),
    *(
        _badge(
            code,
            (zh, en),
            (f"感谢{years_zh}的陪伴。", f"Thank you for {years_en}."),
            symbol,
            Tenure(),
            steps=_plain(months),
            live=True,
        )
        for code, zh, en, years_zh, years_en, months, symbol in (
            ("one_year", "一年", "One year", "一年", "a year together", "12", "leaf"),
            ("three_years", "三年", "Three years", "三年", "three years together", "36", "tree"),
            ("five_years", "五年", "Five years", "五年", "five years together", "60", "grove"),
        )
    ),
)

TOGETHER = (
    _badge(
        "podium",
        ("领奖台", "Podium"),
        ("站上了领奖台。", "Stood on the podium."),
        "podium",
        Place(periods=("month", "season")),
        steps=_three("3", "2", "1"),
    ),
    _badge(
        "comeback",
        ("逆转", "Comeback"),
        ("半程还在后半区，终场站上前三。", "In the lower half at half-time, in the first three at the end."),
        "swing",
        # Holding work back costs the first half, and the whole counts; once a quarter leaves nothing to plan for.
        Place(least_ranked=6, from_behind=True),
        steps=_plain("3"),
        limit=Limit(1, "quarter"),
    ),
    _badge(
        "banner_bearer",
        ("护旗手", "Banner bearer"),
        ("流动红旗里有你的一份。", "The red banner hung there because of you, too."),
        "flag",
        TeamResult(honors=("red_banner",)),
        steps=_three("1", "5", "15"),
    ),
    _badge(
        "team_quality",
        ("同心", "As one"),
        ("全班组一整个月，人人守住质量。", "A whole month in which the whole team held its quality."),
        "team",
        Over("month", Measure("qa", sample=40), (), (Guard("critical_errors", at_most="0"),), 60),
        steps=_three("88", "91", "94"),
        of="team",
    ),
    _badge(
        "assist",
        ("团队助攻", "Assist"),
        ("成绩不写在自己名下，却写进了团队。", "Made others' success possible."),
        "link",
        Given(("lead", "ops", "trainer")),
        steps=_plain(),
        limit=Limit(4, "year"),
    ),
    _badge(
        "fair_play",
        ("公平竞赛", "Fair play"),
        ("参赛五场，赢得光明，输得坦荡。", "Five contests, played fair whatever the result."),
        "scales",
        # Taking part is enough; the place does not matter.
        Participation(within="half_year", clean=True),
        steps=_plain("5"),
    ),
)

CATALOGUE: tuple[Badge, ...] = (*BEGINNINGS, *QUALITY, *GROWTH, *RELIABLE, *TOGETHER)
"""Everything that ships, in the order of a career."""
