"""The templates that ship with the product: each trains something, says what, and links practice."""

from msgspec.structs import replace

from leaderboards.classics import quality_index, together, training_index, volume_index
from leaderboards.rules import (
    Best,
    Condition,
    Guardrail,
    PerHead,
    Rules,
    Term,
    TieBreaker,
)
from server.contests.contest import Practice
from server.contests.wire import NewTemplateIn
from server.wire import Bilingual


def _practice(*titles: tuple[str, str]) -> list[Practice]:
    return [Practice(title=Bilingual(zh=zh, en=en)) for zh, en in titles]


WEEKLY = NewTemplateIn(
    code="weekly_service",
    name=Bilingual(zh="每周服务竞赛", en="Weekly service race"),
    about=Bilingual(
        zh="质量、满意度、首次解决率和产量共同计分；质量不达标的成员，其产量不计入班组。",
        en="Quality, satisfaction, first-contact resolution and volume together; a member below the quality floor adds no volume.",
    ),
    skill=Bilingual(zh="一次把事情办好", en="Getting it right the first time"),
    practice=_practice(
        ("开场三句话与需求确认", "The first three sentences and confirming the need"),
        ("收尾前的四点核对", "Four checks before closing a call"),
    ),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="qa", weight="35", missing="skip"),
            Term(metric="csat", weight="20", missing="skip"),
            Term(metric="fcr", weight="20", missing="skip"),
            Term(metric="calls", weight="25", target="250"),
        ),
        team_rule=PerHead(),
        shrinkage="20",
        qualifying=(Condition(metric="calls", at_least="50", per_fte=True),),
        guardrails=(Guardrail(metric="qa", floor="75"),),
        tie_breakers=(TieBreaker(metric="qa", direction="higher"), TieBreaker(metric="csat", direction="higher")),
    ),
    approved=True,
)

MONTHLY = NewTemplateIn(
    code="monthly_scorecard",
    name=Bilingual(zh="月度班组争霸", en="Team of the month"),
    about=Bilingual(
        zh="按月度评分表的权重计分，每项按三点曲线折算；人员较少的班组向全体均值收缩。",
        en="The weights of the monthly scorecard, every term on the three-point curve; small teams are drawn toward the common mean.",
    ),
    skill=Bilingual(zh="稳定的全面表现", en="Steady work in everything"),
    practice=_practice(
        ("读懂自己的月度评分表", "Reading one's own monthly scorecard"),
        ("排班遵守与时间管理", "Keeping to the schedule"),
    ),
    participants="team",
    period="month",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="qa", weight="30", curve="three_point", missing="skip"),
            Term(metric="csat", weight="15", curve="three_point", missing="skip"),
            Term(metric="fcr", weight="15", curve="three_point", missing="skip"),
            Term(metric="volume", weight="15", curve="three_point", missing="skip"),
            Term(metric="handle_time", weight="5", missing="skip"),
            Term(metric="adherence", weight="10", curve="three_point", missing="skip"),
            Term(metric="training_score", weight="10", curve="three_point", missing="skip"),
        ),
        team_rule=PerHead(),
        shrinkage="50",
        tie_breakers=(TieBreaker(metric="qa", direction="higher"),),
    ),
    approved=True,
)

QUALITY = NewTemplateIn(
    code="quality_arena",
    name=Bilingual(zh="质量擂台", en="Quality arena"),
    about=Bilingual(
        zh="只比质检得分：取每队质检最好的五名成员的平均；升级投诉作为扣分项参与并列判定。",
        en="Quality scores alone: the mean of each team's five best members; upheld complaints decide who is ahead of equals.",
    ),
    skill=Bilingual(zh="规范与表达", en="Clear and correct conversations"),
    practice=_practice(("听一通优秀录音并写三点", "Listen to a model call and note three points")),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(Term(metric="qa"),),
        team_rule=Best(n=5),
        tie_breakers=(TieBreaker(metric="complaints", direction="lower"),),
    ),
    approved=True,
)

SATISFACTION = NewTemplateIn(
    code="satisfaction_sprint",
    name=Bilingual(zh="满意度冲刺", en="Satisfaction sprint"),
    about=Bilingual(
        zh="几小时内的客户满意度；每人至少五份评价才参与排名。",
        en="Customer satisfaction over a few hours; five ratings per FTE to be ranked.",
    ),
    skill=Bilingual(zh="共情与收尾", en="Empathy, and a good ending"),
    practice=_practice(("把“不行”说成“可以这样”", "Turning “no” into “this is what we can do”")),
    participants="team",
    period="hours",
    rules=Rules(
        method="attainment",
        terms=(Term(metric="csat", weight="3"), Term(metric="fcr", weight="1", missing="skip")),
        team_rule=PerHead(),
        min_fte="2",
        shrinkage="10",
        tie_breakers=(TieBreaker(metric="calls", direction="higher"),),
    ),
    approved=True,
)

FIRST_CONTACT = NewTemplateIn(
    code="first_contact_king",
    name=Bilingual(zh="首解之王", en="First-contact king"),
    about=Bilingual(
        zh="个人赛：首次解决率最高者胜，质检低于 80 分或来电不足者暂不排名。",
        en="For agents: the highest first-contact resolution wins; under 80 in quality or too few calls is not ranked yet.",
    ),
    skill=Bilingual(zh="诊断问题的根因", en="Finding the cause behind the question"),
    practice=_practice(("五个为什么", "Five whys"), ("知识库检索练习", "Searching the knowledge base")),
    participants="agent",
    period="week",
    rules=Rules(
        method="points",
        terms=(Term(metric="fcr", points="1"),),
        shrinkage="10",
        qualifying=(Condition(metric="calls", at_least="60"), Condition(metric="qa", at_least="80")),
        tie_breakers=(TieBreaker(metric="csat", direction="higher"), TieBreaker(metric="calls", direction="higher")),
    ),
    approved=True,
)

CLASSIC = NewTemplateIn(
    code="classic_three_indices",
    name=Bilingual(zh="三项指标赛", en="Three-index race"),
    about=Bilingual(
        zh="话务量、服务质量、培训考核三项指标之和，即呼叫中心沿用多年的算法；系数可在副本中修改。",
        en="Volume, quality and training index together, the way call centres have reckoned for years; change the coefficients in a copy.",
    ),
    skill=Bilingual(zh="量、质、学三者兼顾", en="Volume, quality and learning in balance"),
    practice=_practice(("首问负责制：接过来，办到底", "First ownership: take it, see it through")),
    participants="team",
    period="month",
    rules=replace(
        together(volume_index("800"), quality_index(), training_index()),
        tie_breakers=(TieBreaker(metric="qa", direction="higher"),),
    ),
    approved=True,
)

TEMPLATES = (WEEKLY, MONTHLY, QUALITY, SATISFACTION, FIRST_CONTACT, CLASSIC)
