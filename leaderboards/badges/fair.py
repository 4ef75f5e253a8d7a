"""Says of every badge that ships why nobody gets it by working worse; the catalogue's page shows it beside what it takes."""

from leaderboards.badges.badge import Badge
from leaderboards.badges.catalogue import CATALOGUE

_WHY: dict[str, tuple[str, str]] = {
    "first_call": ("第一通就是第一通，接得多、挂得快都没有用。", "A first is a first; more or shorter calls add nothing."),
    "all_gates": ("每一关都由别人把关，急也急不来。", "Other people open the gates, so there is nothing to hurry through."),
    "faultless_week": (
        "没有被质检过的一周不算，躲着不被看到也拿不到；休假不打断。",
        "A week nobody looked at does not count, so hiding earns nothing; leave breaks no row.",
    ),
    "qa_95": (
        "至少四次质检的均分，碰运气不够；出现一次致命差错，当月就没有。",
        "A mean over at least four evaluations, so luck will not do; one critical error and the month is out.",
    ),
    "satisfaction_star": (
        "至少三十份评价，挑着请人评价不够；质检和投诉也要守住。",
        "Thirty answers at least, so choosing whom to ask does not do; QA and complaints have to hold as well.",
    ),
    "first_contact": (
        "把难办的来电转走，满意度和质检会先掉下来，而这两项必须守住。",
        "Passing hard calls on would lower what customers and QA say, and both have to hold.",
    ),
    "steady": (
        "四项一起看，样样达标才算，没有一项可以牺牲；休假的月份跳过，不打断。",
        "Everything counts together, so nothing can be given up for it; months of leave are passed over.",
    ),
    "most_improved": (
        "先退后进不划算：当月本身要在 85 以上，比的是三个月，半年只有一次。",
        "Falling back first does not pay: the month has to be good by itself, the past is three months, and once a half-year is enough.",
    ),
    "personal_best": (
        "至少一百五十通来电，质检和投诉守住；一年两次，不必月月冲刺。",
        "At least 150 contacts while QA and complaints hold; two a year, so nobody has to sprint every month.",
    ),
    "centre_best": (
        "至少三百通来电，质检和投诉守住；挑容易的来电，满意度和质检会先露馅，一年最多两次。",
        "At least 300 contacts while QA and complaints hold; choosing easy calls would show there first, and two a year are enough.",
    ),
    "team_quality": (
        "四十次以上质检合在一起算，谁也替代不了谁；出现一次致命差错，全班组当月就没有。",
        "Forty evaluations and more taken together, so nobody stands in for the others; one critical error and the month is out.",
    ),
    "escalations": (
        "升级来电由系统分配，自己挑不到；质量没守住的月份一通都不算。",
        "Nobody routes escalated calls to oneself, and a month in which quality suffers adds nothing.",
    ),
    "case_given": (
        "质检收入案例库才算，交得多不如交得好。",
        "It counts once quality has taken it in: a good one, not many.",
    ),
    "knowledge": ("不同的考试才算，容易的考多少遍都只有一次。", "Different exams only: sitting the easy one again adds nothing."),
    "many_skills": ("技能要经过认证，挂个名不算。", "Skills are certified by others; a name on a list is none."),
    "golden_mentor": (
        "徒弟通过最后一关才算，而那一关由别人来判。",
        "Counted when the trainee has passed the last gate, which others decide.",
    ),
    "level": ("两位决定人评审通过才有，与比赛名次无关。", "Two people decide in review; the rank in contests plays no part."),
    "full_attendance": (
        "批准的假不算缺勤：生病就请假休息，什么也不会失去。",
        "Approved leave is no absence: who is ill stays at home and loses nothing.",
    ),
    "punctual": (
        "只看准时到岗，不看加班；休假和调班不打断。",
        "Being there on time counts, staying late does not; leave breaks no row.",
    ),
    "one_year": ("时间对每个人一样，休假照样计算。", "Time is the same for all, and leave counts."),
    "three_years": ("时间对每个人一样，休假照样计算。", "Time is the same for all, and leave counts."),
    "five_years": ("时间对每个人一样，休假照样计算。", "Time is the same for all, and leave counts."),
    "podium": (
        "竞赛本身有前提和保障；至少四个参与排名，且要在前半区。",
        "Contests have floors of their own; at least four have to be ranked, and only the better half counts.",
    ),
    "comeback": (
        "前半程藏着不发力，输掉的那一半照样算数；一个季度只有一次。",
        "Holding work back costs the first half, and the whole counts; once a quarter leaves nothing to plan for.",
    ),
    "banner_bearer": (
        "红旗是全队的；出勤过半的成员都有份，不靠谁一个人拼。",
        "The banner is the team's: whoever was there for half of it shares it, and nobody wins it alone.",
    ),
    "assist": (
        "由别人授予，要写理由；每人每月次数有限，不能给自己。",
        "Given by others with a reason, a few times a month, and never to oneself.",
    ),
    "fair_play": ("参加就算，名次无关；查实违规，这半年就没有。", "Taking part is enough, the place does not matter; proven gaming ends it."),
}  # fmt: skip

_SHIPPED = {one.code: one.rule for one in CATALOGUE}


def why(badge: Badge) -> tuple[str, str] | None:
    """In Chinese and English; None where the centre has written a rule of its own, for which it has to answer itself."""
    return _WHY.get(badge.code) if badge.rule == _SHIPPED.get(badge.code) else None
