"""The words for every code of this rule book, Chinese and English: (zh, en)."""

Words = dict[str, tuple[str, str]]

STATES: Words = {
    "ready": ("已达标", "Ready"),
    "nearly": ("接近达标", "Nearly there"),
    "developing": ("成长中", "Developing"),
    "blocked": ("暂停评审", "On hold"),
}

STATUSES: Words = {
    "met": ("满足", "Met"),
    "not_met": ("未满足", "Not met"),
    "no_data": ("无数据", "No data"),
}

TRENDS: Words = {"up": ("上升", "Rising"), "steady": ("平稳", "Steady"), "down": ("下降", "Falling")}

PHASES: Words = {
    "draft": ("草稿", "Draft"),
    "open": ("提名与推荐", "Nominations"),
    "calibrating": ("校准", "Calibration"),
    "deciding": ("决定", "Decisions"),
    "noticed": ("已通知，可申诉", "Noticed, open to appeal"),
    "closed": ("已结束", "Closed"),
    "cancelled": ("已取消", "Cancelled"),
}

DECISIONS: Words = {
    "promote": ("晋升", "Promote"),
    "hold": ("保留现级", "Hold"),
    "defer": ("暂缓", "Defer"),
    "decline": ("不予晋升", "Decline"),
    "ready_without_place": ("达标待编", "Ready without place"),
}

MEASURES: Words = {
    "hold_back": ("暂停晋级", "Hold back"),
    "downgrade": ("降级", "Downgrade"),
    "exit": ("退出岗位", "Exit"),
    "withdraw_certification": ("收回认证", "Withdraw the certification"),
}

REASONS: Words = {
    "reached": ("已达到", "Reached"),
    "below": ("还未达到", "Not there yet"),
    "within_limit": ("没有超出上限", "Within the limit"),
    "over_limit": ("超出上限", "Over the limit"),
    "long_enough": ("时间已满", "Long enough"),
    "not_long_enough": ("时间未满", "Not long enough yet"),
    "not_hired_yet": ("尚未入职", "Not hired yet"),
    "no_level": ("尚未定级", "No level yet"),
    "never_held": ("未担任过该岗位", "Has not held the post"),
    "none_recorded": ("没有数据", "Nothing recorded"),
    "too_few_months": ("可用的月份不够", "Too few usable months"),
    "too_few_good_months": ("达标的月份不够", "Too few good months"),
    "too_few_evaluations": ("质检样本不够", "Too few evaluations"),
    "no_complete_month": ("任现级别还没有一个完整月份", "No complete month in the level yet"),
    "not_taken": ("还没有参加", "Not taken yet"),
    "expired": ("成绩已过有效期", "The result has expired"),
    "too_few": ("数量还不够", "Not enough of them yet"),
    "too_few_test_calls": ("拨测次数不够", "Too few test calls"),
    "too_few_good_calls": ("达标的拨测不够", "Too few good test calls"),
    "too_few_hours": ("学时不够", "Too few hours"),
    "no_courses": ("还没有安排课程", "No course on the plan yet"),
    "courses_open": ("还有课程没有完成", "Courses still open"),
    "skills_missing": ("技能还不够", "Skills still missing"),
    "gates_open": ("还有关口没有通过", "Gates still open"),
    "gate_failed": ("关口未通过，上岗培训已终止", "A gate was failed; onboarding has ended"),
    "none_offered": ("本班次没有开展竞赛，不作要求", "Not asked: no contest was offered in this shift"),
    "one_of": ("已满足其中一项", "One of them is met"),
    "none_of": ("其中任何一项都还没有满足", "None of them is met yet"),
    "bonus": ("已计加分", "Bonus counted"),
    "no_bonus": ("没有加分", "No bonus"),
    "not_judged": ("还没有人评定", "Nobody has judged this yet"),
    "judged_met": ("经人工评定为满足", "Judged as met"),
    "judged_not_met": ("经人工评定为未满足", "Judged as not met"),
    "disciplinary": ("有未结的纪律事项", "An open disciplinary case"),
    "thin": ("出勤不足 10 天", "Under 10 worked days"),
    "no_data": ("没有数据", "No data"),
}

ASSUMPTIONS: Words = {
    "stays": ("如果继续在职", "if employment goes on"),
    "stays_in_post": ("如果继续担任该岗位", "if the post is kept"),
    "every_month_reaches": ("如果接下来每个月都达标", "if every coming month reaches the mark"),
    "nothing_new": ("如果不再新增", "if nothing new is added"),
}

REFUSALS: Words = {
    "reason_missing": ("请写明理由", "Give a reason"),
    "own_case": ("不能处理自己的事项", "Nobody decides on their own case"),
    "own_case_only": ("只能由本人办理", "Only the person concerned can do this"),
    "not_your_role": ("您的角色不能办理", "Your role cannot do this"),
    "not_your_people": ("不是您所带的人员", "Not one of your people"),
    "onboarding_over": ("上岗培训已经结束", "Onboarding is over"),
    "gate_not_next": ("还没有轮到这个关口", "This gate is not the next one"),
    "before_last_gate": ("日期早于上一个关口", "Dated before the last gate"),
    "held_once": ("每个阶段只能重来一次", "A stage is repeated only once"),
    "open_items": ("带教日志还有未完成事项", "The mentor's log has open items"),
    "phase_over": ("本轮评审已过这个阶段", "The cycle is past that"),
    "not_the_next_phase": ("评审要一个阶段一个阶段地进行", "A cycle moves one phase at a time"),
    "wrong_phase": ("现在的阶段不能这样做", "Not possible in this phase"),
    "undecided": ("还有人没有决定", "Somebody is still undecided"),
    "no_effective_date": ("请填写生效日期", "Give an effective date"),
    "appeal_open": ("还有申诉没有答复", "An appeal is still open"),
    "appeals_still_possible": ("申诉期还没有结束", "Appeals are still possible"),
    "appeals_over": ("申诉期已过", "The time for appeals is over"),
    "appealed_already": ("已经申诉过", "An appeal was lodged already"),
    "nothing_to_appeal": ("没有可以申诉的决定", "There is nothing to appeal"),
    "no_open_appeal": ("没有待答复的申诉", "There is no open appeal"),
    "decided_this": ("参与过决定的人不能答复申诉", "Whoever took part in the decision cannot answer the appeal"),
    "nominated_already": ("您已经提名", "You have nominated already"),
    "withdrawn": ("本人已退出本轮评审", "The candidate has withdrawn"),
    "decided_already": ("已经决定", "Already decided"),
    "declare_first": ("请先申报是否有利益冲突", "First declare whether you have a conflict of interest"),
    "conflict_of_interest": ("有利益冲突，应当回避", "A conflict of interest"),
    "recommended_or_leads": ("推荐人和直接上级不参与决定", "Whoever recommends or leads the candidate does not decide"),
    "decision_overturned": ("原决定已被撤销，请由他人重新决定", "Your decision was overturned; others decide anew"),
    "blocked": ("暂停评审期间不能晋升", "Nobody is promoted while on hold"),
    "no_place": ("该级别已没有编制", "No place is left at this level"),
    "not_ready": ("尚未达标", "Not ready"),
    "nothing_proposed": ("还没有人提出决定", "Nothing has been proposed"),
    "second_person_needed": ("需要另一人确认", "Another person has to confirm"),
    "proposal_changed": ("提议已经改变，请重新查看", "The proposal has changed; look again"),
    "plan_too_short": ("帮扶计划时间太短", "The support plan is too short"),
    "plan_reviewed": ("帮扶计划已经评估", "The support plan was reviewed already"),
    "plan_running": ("帮扶计划还在进行", "The support plan is still running"),
    "support_first": ("请先制定帮扶计划", "Support comes first"),
    "recovered": ("帮扶已见成效", "Support has helped"),
}

FAULTS: Words = {
    "effective_in_past": ("生效日期不能早于今天", "It cannot take effect in the past"),
    "no_steps": ("没有任何晋升台阶", "There is no step at all"),
    "step_twice": ("台阶重复", "The step is there twice"),
    "unknown_level": ("没有这个级别", "There is no such level"),
    "step_leads_nowhere": ("这个台阶不是往上走", "The step does not lead up"),
    "nothing_required": ("没有任何必备条件", "Nothing is required"),
    "code_twice": ("代码重复", "The code is there twice"),
    "unknown_order_key": ("排序所用的条件不存在", "The order names a criterion that is not there"),
    "order_by_contests": ("竞赛结果不能用来排序", "Contests never decide the order"),
    "name_missing": ("中英文名称都要填写", "A name is missing"),
    "bad_amount": ("不是有效的数值", "Not an amount"),
    "weight_not_positive": ("权重必须大于 0", "The weight has to be above 0"),
    "not_positive": ("必须大于 0", "It has to be above 0"),
    "bonus_is_education": ("加分只用于学历，学历只用于加分", "A bonus is for education, and education only a bonus"),
    "bonus_above_cap": ("加分应在 0 到 5% 之间", "A bonus lies between 0 and 5 per cent"),
    "one_bound": ("下限和上限必须且只能填一个", "Give one bound, at least or at most"),
    "negative": ("不能是负数", "It cannot be negative"),
    "floor_not_below": ("起点必须低于标准", "The floor has to be below the threshold"),
    "more_than_all": ("要求的数量超过了总数", "More are asked than there are"),
    "asks_nothing": ("没有提出任何要求", "It asks nothing"),
    "curve_needs_points": ("三个点必须依次升高或依次降低", "The three points have to rise or fall in order"),
    "unknown_metric": ("没有这个指标", "There is no such metric"),
    "unknown_exam": ("没有这个考试", "There is no such exam"),
    "unknown_named": ("没有这个技能", "There is no such skill"),
    "unknown_courses": ("没有这门课程", "There is no such course"),
    "unknown_stages": ("没有这个阶段", "There is no such stage"),
}
