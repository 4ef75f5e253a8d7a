"""Shipped templates that are about learning: progress against one's own past, knowledge, newcomers and their mentors."""

from leaderboards.rules import Condition, MembersMean, PerHead, Rules, Term, TieBreaker
from server.contests.planning.catalogue.writing import both, practice
from server.contests.planning.templates_wire import NewTemplateIn

KNOWLEDGE = NewTemplateIn(
    code="knowledge_quest",
    name=both("知识闯关", "Knowledge quest"),
    about=both(
        "一周一关：比测验成绩，也看是否学满两小时。学时达标即满分，多刷不多得；漏一次课比少一分更可惜，所以缺席少的在前。",
        "A stage a week: test scores, and whether two hours were studied. The hours cap at their target, grinding earns nothing more;"
        " among equals, fewer missed lessons come first.",
    ),
    skill=both("业务知识随用随答", "Knowing the answer when it is needed"),
    practice=practice(
        ("每日一题：五分钟", "A question a day, five minutes"),
        ("知识库检索三步法", "Searching the knowledge base in three steps"),
        ("错题重做", "Doing missed questions again"),
    ),
    participants="team",
    period="week",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="training_score", weight="70"),
            Term(metric="training_hours", weight="30", target="2", cap="100"),
        ),
        team_rule=PerHead(),
        tie_breakers=(TieBreaker(metric="training_absences", direction="lower"),),
    ),
    approved=True,
)

IMPROVEMENT = NewTemplateIn(
    code="improvement_cup",
    name=both("进步杯", "Improvement cup"),
    about=both(
        "和自己比：每位成员与自己前八周相比的进步，请假的周不计，至少要有三周记录。起点低的班组同样有机会，只看走了多远。",
        "Against oneself: every member's progress over the own eight weeks before, weeks of leave left out, at least three weeks"
        " needed. Whoever starts low has every chance: what counts is how far one came.",
    ),
    skill=both("找到自己的下一步", "Finding one's own next step"),
    practice=practice(
        ("看懂自己的趋势图", "Reading one's own trend"),
        ("定一个两周能做到的小目标", "One small goal for two weeks"),
    ),
    participants="team",
    period="month",
    rules=Rules(
        method="improvement",
        terms=(
            Term(metric="qa", weight="40", missing="skip"),
            Term(metric="fcr", weight="30", missing="skip"),
            Term(metric="csat", weight="30", missing="skip"),
        ),
        team_rule=PerHead(),
        qualifying=(Condition(metric="calls", at_least="200", per_fte=True),),
        tie_breakers=(TieBreaker(metric="qa", direction="higher"),),
    ),
    approved=True,
)

ROOKIES = NewTemplateIn(
    code="rookie_cup",
    name=both("新人杯", "Rookie cup"),
    about=both(
        "新人班之间的竞赛，榜上只有班组，没有个人：测验、质检和守时合在一起。不比话务量，先把话说对。",
        "For classes of newcomers; the board names classes, never persons: tests, quality and punctuality together. Volume does not"
        " count: first get it right.",
    ),
    skill=both("独立上线的基本功", "The basics of taking calls alone"),
    practice=practice(
        ("标准开场与身份核实", "Opening a call and verifying identity"),
        ("跟听一通，复述要点", "Listen in on a call and retell it"),
        ("十个最常见的问题", "The ten most common questions"),
    ),
    participants="team",
    period="month",
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="training_score", weight="40"),
            Term(metric="qa", weight="35", missing="skip"),
            Term(metric="adherence", weight="25", cap="100"),
        ),
        team_rule=PerHead(),
        # Trainees who do not take calls yet are no headcount; means need none.
        min_fte="0",
        shrinkage="20",
        tie_breakers=(TieBreaker(metric="training_absences", direction="lower"),),
    ),
    approved=True,
)

MENTORS = NewTemplateIn(
    code="mentor_trainee_cup",
    name=both("师徒杯", "Mentor and trainee cup"),
    about=both(
        "师傅带徒弟，一起往前走：每位成员自己的进步取平均，按人力加权，谁都不能被落下；班组质检低于 80 分暂不上榜，带人不能丢了质量。",
        "Mentors and trainees move on together: the mean of every member's own progress, weighted by FTE, so that nobody may be left"
        " behind. Under 80 in quality a team is not ranked yet: teaching must not cost the customer.",
    ),
    skill=both("传帮带：教会别人，自己更会", "Teaching, which teaches the teacher"),
    practice=practice(
        ("一通录音，两个人听", "One recording, two listeners"),
        ("反馈三句：做得好、可以更好、下次试试", "Feedback in three sentences: good, better, next time"),
        ("徒弟讲，师傅听", "The trainee explains, the mentor listens"),
    ),
    participants="team",
    period="month",
    rules=Rules(
        method="improvement",
        terms=(
            Term(metric="qa", weight="60", missing="skip"),
            Term(metric="fcr", weight="40", missing="skip"),
        ),
        team_rule=MembersMean(),
        qualifying=(Condition(metric="qa", at_least="80"),),
        tie_breakers=(TieBreaker(metric="csat", direction="higher"),),
    ),
    approved=True,
)
