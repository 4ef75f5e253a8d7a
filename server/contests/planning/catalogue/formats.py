"""Shipped templates that are no plain race: leagues, a cup, a tug of war, and a goal that everybody reaches together."""

from leaderboards.plays import CupPlay, DuelPlay, GoalPlay, LeaguePlay, Rhythm
from leaderboards.rules import Condition, Guardrail, PerHead, Rules, Term, TieBreaker
from server.contests.planning.catalogue.writing import both, practice
from server.contests.planning.templates_wire import NewTemplateIn

# What a week of service is worth, head to head: quality first, and volume only from members above the quality floor.
_SERVICE = Rules(
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
)

DUELS = NewTemplateIn(
    code="weekly_team_duel",
    name=both("周度班组PK", "Weekly team duels"),
    about=both(
        "每周一场对决，一队对一队，胜三分、平一分；人人都会遇到每一个对手，轮空不吃亏。一周失手不要紧，赛季看的是积分榜。",
        "A duel a week, team against team, three points for a win and one for a draw; everybody meets everybody, and nobody loses by"
        " a bye. One bad week is no disaster: the season's table decides.",
    ),
    skill=both("备战与复盘", "Preparing, and looking back"),
    practice=practice(
        ("赛前十分钟：看对手，定一个重点", "Ten minutes before: look at the opponent, choose one thing"),
        ("周五复盘：一件做对的事，一件要改的事", "Friday review: one thing that worked, one to change"),
    ),
    participants="team",
    period="month",
    play=LeaguePlay(pairing="round_robin", rhythm=Rhythm(unit="week")),
    rules=_SERVICE,
    approved=True,
)

LEAGUE = NewTemplateIn(
    code="monthly_league",
    name=both("月度联赛", "Monthly league"),
    about=both(
        "四队一组，三周小组赛打满每个对手，组内第一进入季后赛，月底见冠军。强弱分散在各组，前三周人人有戏。",
        "Groups of four, three weeks in which everybody meets the other three, then playoffs among the winners: a champion by the end"
        " of the month. The strong are spread over the groups, so three weeks are open for all.",
    ),
    skill=both("持续稳定的服务", "Good service, week after week"),
    practice=practice(
        ("小组赛看板：每天看一个指标", "A board for the group stage: one figure a day"),
        ("关键场次的班前会", "The briefing before a deciding week"),
    ),
    participants="team",
    period="month",
    play=LeaguePlay(pairing="groups", group_size=4, advance=1, rhythm=Rhythm(unit="week")),
    rules=_SERVICE,
    approved=True,
)

SWISS = NewTemplateIn(
    code="monthly_league_swiss",
    name=both("月度瑞士轮联赛", "Monthly Swiss league"),
    about=both(
        "班组很多、周数不多时用：每轮让战绩相近的队相遇，没有人被淘汰，越往后越旗鼓相当，四轮分出高下。",
        "For many teams and few weeks: every round pairs those with like records, nobody is knocked out, the matches get closer as it"
        " goes on, and four rounds tell who is ahead.",
    ),
    skill=both("遇强则强", "Rising to an equal opponent"),
    practice=practice(
        ("对照上轮对手的三个长处", "Three strengths of the last opponent"),
        ("稳住基本盘：质检必查项", "Holding the line: the quality must-haves"),
    ),
    participants="team",
    period="month",
    play=LeaguePlay(pairing="swiss", rounds=4, rhythm=Rhythm(unit="week")),
    rules=_SERVICE,
    approved=True,
)

CUP = NewTemplateIn(
    code="team_cup",
    name=both("班组杯", "Team cup"),
    about=both(
        "一周一轮的淘汰赛：种子队先轮空，半决赛负者争第三。输了的队不退场，练习材料和辅导照常。",
        "A knock-out, a round a week: the best seeds have the byes, the losers of the semi-finals play for third place. Who is out"
        " keeps its practice and coaching.",
    ),
    skill=both("关键时刻不慌", "Steady when it matters"),
    practice=practice(
        ("高峰时段的节奏控制", "Pacing the busy hours"),
        ("一分钟放松练习", "One minute to calm down"),
    ),
    participants="team",
    period="month",
    play=CupPlay(rhythm=Rhythm(unit="week"), third_place=True),
    rules=_SERVICE,
    approved=True,
)

TUG = NewTemplateIn(
    code="tug_of_war",
    name=both("拔河赛", "Tug of war"),
    about=both(
        "两边对拉，差距就是绳结的位置：一次解决率为主，满意度为辅。按人均和均值计分，人多的一边没有便宜可占。",
        "Two sides pull, and the gap is where the knot hangs: first-contact resolution above all, satisfaction beside it. Means and"
        " figures per head, so the bigger side has no advantage.",
    ),
    skill=both("问到根上，一次说清", "Asking to the root, explaining once"),
    practice=practice(
        ("五个为什么", "Five whys"),
        ("确认式提问练习", "Questions that confirm"),
    ),
    participants="team",
    period="week",
    play=DuelPlay(),
    rules=Rules(
        method="attainment",
        terms=(Term(metric="fcr", weight="60"), Term(metric="csat", weight="40", missing="skip")),
        team_rule=PerHead(),
        shrinkage="20",
        qualifying=(Condition(metric="calls", at_least="50", per_fte=True),),
        tie_breakers=(TieBreaker(metric="qa", direction="higher"),),
    ),
    approved=True,
)

GOAL = NewTemplateIn(
    code="everybodys_goal",
    name=both("全员目标", "Everybody's goal"),
    about=both(
        "不分输赢，一起到线：全员的质检、满意度和一次解决率合在一起达到 100 分就算成功。大家看到的是还差多少，不是谁拖了后腿。",
        "Nobody against anybody: quality, satisfaction and first-contact resolution of all together come to 100, and everybody has won."
        " The board shows how far there is to go, not who holds it back.",
    ),
    skill=both("互相补位", "Covering for one another"),
    practice=practice(
        ("把难题交给会的人", "Handing the hard case to who knows"),
        ("交接话术：让客户不用说第二遍", "A warm transfer: nobody tells it twice"),
    ),
    participants="team",
    period="month",
    play=GoalPlay(target="100"),
    rules=Rules(
        method="attainment",
        terms=(
            Term(metric="qa", weight="40", missing="skip"),
            Term(metric="csat", weight="30", missing="skip"),
            Term(metric="fcr", weight="30", missing="skip"),
        ),
        team_rule=PerHead(),
    ),
    approved=True,
)
