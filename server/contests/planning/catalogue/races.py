"""Shipped templates of the weekly and monthly heartbeat: races of teams, and of agents, by everyday figures."""

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
from server.contests.planning.catalogue.writing import both, practice
from server.contests.planning.templates_wire import NewTemplateIn

WEEKLY = NewTemplateIn(
    code="weekly_service",
    name=both("每周服务竞赛", "Weekly service race"),
    about=both(
        "质量、满意度、首次解决率和产量共同计分；质量不达标的成员，其产量不计入班组。",
        "Quality, satisfaction, first-contact resolution and volume together; a member below the quality floor adds no volume.",
    ),
    skill=both("一次把事情办好", "Getting it right the first time"),
    practice=practice(
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
    name=both("月度班组争霸", "Team of the month"),
    about=both(
        "按月度评分卡的权重计分，每项按三点曲线折算；人员较少的班组向全体均值收缩。",
        "The weights of the monthly scorecard, every term on the three-point curve; small teams are drawn toward the common mean.",
    ),
    skill=both("稳定的全面表现", "Steady work in everything"),
    practice=practice(
        ("读懂自己的月度评分卡", "Reading one's own monthly scorecard"),
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
    name=both("质量擂台", "Quality arena"),
    about=both(
        "只比质检得分：取每队质检最好的五名成员的平均。分数相同时，致命差错少的在前，再比有责投诉。",
        "Quality scores alone: the mean of each team's five best members. When level, fewer critical errors come first, then fewer"
        " upheld complaints.",
    ),
    skill=both("规范与表达", "Clear and correct conversations"),
    practice=practice(
        ("听一通优秀录音并写三点", "Listen to a model call and note three points"),
        ("两人一组，互听互评一通", "In pairs: listen to one of each other's calls and say what went well"),
    ),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(Term(metric="qa"),),
        team_rule=Best(n=5),
        qualifying=(Condition(metric="calls", at_least="50", per_fte=True),),
        tie_breakers=(
            TieBreaker(metric="critical_errors", direction="lower"),
            TieBreaker(metric="complaints", direction="lower"),
        ),
    ),
    approved=True,
)

SATISFACTION = NewTemplateIn(
    code="satisfaction_sprint",
    name=both("满意度冲刺", "Satisfaction sprint"),
    about=both(
        "几小时内的客户满意度。评价很少的班组向全体均值收缩，三五份好评定不了输赢；人均接满五通才上榜。",
        "Customer satisfaction over a few hours. Teams with few ratings are drawn toward the common mean, so a handful of good ones"
        " decides nothing; five calls per FTE to be ranked.",
    ),
    skill=both("共情与收尾", "Empathy, and a good ending"),
    practice=practice(
        ("把“不行”说成“可以这样”", "Turning “no” into “this is what we can do”"),
        ("结束语练习：让客户知道接下来会怎样", "Endings: letting the customer know what happens next"),
    ),
    participants="team",
    period="hours",
    rules=Rules(
        method="attainment",
        terms=(Term(metric="csat", weight="3"), Term(metric="fcr", weight="1", missing="skip")),
        team_rule=PerHead(),
        min_fte="2",
        shrinkage="10",
        qualifying=(Condition(metric="calls", at_least="5", per_fte=True),),
        tie_breakers=(TieBreaker(metric="calls", direction="higher"),),
    ),
    approved=True,
)

FIRST_CONTACT = NewTemplateIn(
    code="first_contact_king",
    name=both("一次解决王", "First-contact king"),
    about=both(
        "个人赛：首次解决率最高者胜，质检低于 80 分或来电不足者暂不排名。",
        "For agents: the highest first-contact resolution wins; under 80 in quality or too few calls is not ranked yet.",
    ),
    skill=both("诊断问题的根因", "Finding the cause behind the question"),
    practice=practice(("五个为什么", "Five whys"), ("知识库检索练习", "Searching the knowledge base")),
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
    name=both("三项指标赛", "Three-index race"),
    about=both(
        "话务量、服务质量、培训考核三项指标之和，即呼叫中心沿用多年的算法；系数可在副本中修改。",
        "Volume, quality and training index together, the way call centres have reckoned for years; change the coefficients in a copy.",
    ),
    skill=both("量、质、学三者兼顾", "Volume, quality and learning in balance"),
    practice=practice(("首问负责制：接过来，办到底", "First ownership: take it, see it through")),
    participants="team",
    period="month",
    rules=replace(
        together(volume_index("800"), quality_index(), training_index()),
        tie_breakers=(TieBreaker(metric="qa", direction="higher"),),
    ),
    approved=True,
)

PUNCTUALITY = NewTemplateIn(
    code="punctuality_cup",
    name=both("守时杯", "Punctuality cup"),
    about=both(
        "比班表遵守率和出勤率。批准的请假不算缺勤，换班以新班表为准；达到目标之后不再加分，不鼓励带病上岗。",
        "Keeping to the schedule and being there. Approved leave is no absence, a swapped shift counts as swapped, and beyond the"
        " target there is nothing to win: nobody is asked to come in ill.",
    ),
    skill=both("时间管理与交接", "Managing time, handing over well"),
    practice=practice(
        ("班前五分钟准备清单", "Five minutes before the shift: a checklist"),
        ("交接班三件事", "Three things to hand over"),
    ),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="adherence", weight="60", curve="three_point"),
            Term(metric="attendance", weight="40", cap="100"),
        ),
        team_rule=PerHead(),
        tie_breakers=(TieBreaker(metric="absences", direction="lower"),),
    ),
    approved=True,
)

NO_COMPLAINTS = NewTemplateIn(
    code="no_complaint_relay",
    name=both("零投诉接力", "No-complaint relay"),
    about=both(
        "一棒接一棒，一周不掉棒：人均有责投诉越少越好，零投诉得满分；满意度一并计分，质检不达标或接得太少的不上榜，躲着客户赢不了。",
        "The baton goes from shift to shift: the fewer upheld complaints per head the better, none at all earns the most. Satisfaction"
        " counts beside it; poor quality or too few calls are not ranked, so hiding from customers wins nothing.",
    ),
    skill=both("投诉预防：第一时间化解不满", "Settling displeasure before it becomes a complaint"),
    practice=practice(
        ("听出不满的五个信号", "Five signs of a customer getting upset"),
        ("首问负责：接过来，办到底", "First ownership: take it, see it through"),
        ("升级前的一分钟", "The minute before escalating"),
    ),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="complaints", weight="60", target="0.2"),
            Term(metric="csat", weight="40", missing="skip"),
        ),
        team_rule=PerHead(),
        qualifying=(
            Condition(metric="calls", at_least="50", per_fte=True),
            Condition(metric="qa", at_least="80"),
        ),
        tie_breakers=(TieBreaker(metric="csat", direction="higher"), TieBreaker(metric="calls", direction="higher")),
    ),
    approved=True,
)
