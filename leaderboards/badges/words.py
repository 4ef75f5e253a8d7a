"""The words for every code of badges, honors, kudos and rewards, Chinese and English: (zh, en)."""

Words = dict[str, tuple[str, str]]

TIERS: Words = {
    "plain": ("徽章", "Badge"),
    "bronze": ("铜", "Bronze"),
    "silver": ("银", "Silver"),
    "gold": ("金", "Gold"),
    "diamond": ("钻石", "Diamond"),
}

KINDS: Words = {
    "over": ("指标达标", "Metric over a period"),
    "streak": ("连续达标", "Streak"),
    "milestone": ("累计里程碑", "Milestone"),
    "improvement": ("进步", "Improvement"),
    "record": ("刷新纪录", "Record"),
    "place": ("竞赛名次", "Contest place"),
    "participation": ("参加竞赛", "Participation"),
    "team_result": ("团队荣誉", "Team result"),
    "deeds": ("贡献", "Deeds"),
    "training": ("学习", "Training"),
    "tenure": ("司龄", "Tenure"),
    "level": ("职级", "Level"),
    "given": ("人工授予", "Given by a person"),
}

UNITS: Words = {
    "day": ("天", "day"),
    "shift": ("班", "shift"),
    "week": ("周", "week"),
    "month": ("月", "month"),
    "quarter": ("季度", "quarter"),
    "half_year": ("半年", "half-year"),
    "year": ("年", "year"),
    "ever": ("累计", "ever"),
}

STANDINGS: Words = {"good": ("达标", "Good"), "bad": ("未达标", "Missed"), "idle": ("不计", "Not counted")}

REASONS: Words = {
    "reached": ("已达到", "Reached"),
    "not_asked": ("休息、休假或没有排班", "Off, on leave or not planned"),
    "too_few_days": ("出勤天数不够", "Too few days worked"),
    "no_data": ("数据不足", "Not enough data"),
    "not_reached": ("没有达到标准", "Below what it takes"),
    "over_limit": ("超出上限", "Over the limit"),
    "guard_broken": ("保障指标没有守住", "Something that must not suffer did"),
    "streak_broken": ("连续中断", "The row was broken"),
    "streak_short": ("连续次数不够", "The row is too short"),
    "not_over": ("还没有结束", "Not over yet"),
    "no_record": ("不再是最好成绩", "No longer a record"),
    "place_lost": ("名次已变动", "The place has changed"),
    "too_few_ranked": ("参与排名的太少", "Too few were ranked"),
    "not_credited": ("在队时间不足一半", "In the team for less than half of the time"),
    "gaming_found": ("查实有违规", "Gaming was proven"),
    "too_few": ("数量不够", "Too few"),
    "not_long_enough": ("时间未满", "Not long enough"),
    "record_gone": ("原始记录已被更正", "What it rested on was corrected"),
    "taken_back": ("授予人已收回", "Taken back by whoever gave it"),
    "rule_changed": ("规则中已没有这一项", "The rule knows no such award"),
    "unseen": ("早于现有数据，维持不变", "Before the data there is; left as it is"),
}
"""Why a stretch stands as it does, and why an award lost its ground."""

FAULTS: Words = {
    "bad_amount": ("不是有效的数值", "Not an amount"),
    "name_missing": ("中英文名称和说明都要填写", "A name or what it honors is missing"),
    "effective_in_past": ("生效日期不能早于今天", "It cannot take effect in the past"),
    "ends_before_it_begins": ("结束日期必须晚于生效日期", "It has to end after it begins"),
    "people_only": ("这类规则只适用于个人", "This kind is for people, not for teams"),
    "live_not_final": ("这类规则要等数据定稿才能授予", "This kind waits until the figures are final"),
    "tiers_out_of_order": ("等级必须由低到高，且不重复", "Tiers have to rise, each once"),
    "steps_do_not_rise": ("各等级的标准必须逐级提高", "Each tier has to ask more than the one before"),
    "not_a_number_of": ("必须是大于 0 的整数", "It has to be a whole number above 0"),
    "again_needs_one_tier": ("可重复获得的连续徽章只能有一个等级", "A streak that begins again has one tier"),
    "more_than_all": ("要求的数量超过了总数", "More are asked than there are"),
    "bound_missing": ("请填写下限或上限", "Give a bound"),
    "no_room": ("下限高于上限", "The bounds leave no room"),
    "floor_missing": (
        "请为同一指标设置下限，避免先退后进",
        "Set a floor on the same metric, so that falling back first does not pay",
    ),
    "season_needed": ("请选择一个有期限的赛季", "Choose a season that ends"),
    "level_twice": ("级别重复", "A level is there twice"),
    "unknown_metric": ("没有这个指标", "There is no such metric"),
    "not_a_sum": ("这个指标不是累计型", "This metric is not a sum"),
    "sample_missing": ("请填写最少样本量", "Set the least sample"),
    "best_in_the_middle": ("这个指标适中最好，不设徽章", "This metric is best in the middle; it earns no badge"),
    "wrong_direction": ("方向与指标相反", "The metric is better the other way"),
    "amount_alone": (
        "不能只看数量，请加一项质量保障",
        "Quantity alone earns nothing: add something that must not suffer",
    ),
    "size_matters": ("班组的合计应按人日计算", "Count a team's sum per day worked, so that size does not matter"),
}

HONORS: Words = {
    "red_banner": ("流动红旗", "Rotating red banner"),
    "team_of_the_month": ("金牌班组", "Team of the month"),
    "season_champion": ("赛季冠军", "Season champion"),
    "zero_complaint_team": ("零投诉班组", "Zero-complaint team"),
    "most_improved_team": ("最佳进步班组", "Most improved team"),
}

TITLES: Words = {
    "unproven": ("缺少证明", "Proof missing"),
    "to_come": ("尚未生效", "Not in force yet"),
    "valid": ("有效", "Valid"),
    "ends_soon": ("即将到期", "Ends soon"),
    "expired": ("已过期", "Expired"),
}

REWARDS: Words = {
    "leave": ("调休假", "Time off"),
    "shift_choice": ("选班权", "Choice of shift"),
    "training_seat": ("培训名额", "Training seat"),
    "gift": ("礼品", "Gift"),
}

ENTRIES: Words = {
    "allot": ("拨入预算", "Budget allotted"),
    "earn": ("获得积分", "Points earned"),
    "redeem": ("兑换", "Redeemed"),
    "restock": ("补货", "Restocked"),
    "reverse": ("冲销", "Reversed"),
    "close": ("赛季结账", "Season closed"),
    "prize": ("竞赛奖励", "Prize of a contest"),
}

BANNER: Words = {
    "won": ("周赛第一", "First in the weekly final"),
    "kept": ("蝉联", "Kept by winning again"),
    "kept_joint": ("并列第一，红旗留下", "Joint first: it stays"),
    "larger_improvement": ("并列第一，进步更大", "Joint first, with the larger improvement"),
    "held_less": ("并列第一且进步相同，持旗较少者优先", "Joint first and equally improved: who held it less"),
    "no_final": ("本周没有周赛结果，红旗留下", "No final this week: it stays"),
}

REFUSALS: Words = {
    "not_given_by_people": ("这枚徽章按规则自动授予", "This badge is earned by its rule, not given"),
    "not_in_force": ("这枚徽章现在不授予", "This badge is not in force"),
    "unknown_tier": ("没有这个等级", "There is no such tier"),
    "wrong_subject": ("这枚徽章不适用于该对象", "This badge is not for them"),
    "not_your_role": ("您的角色不能授予", "Your role cannot give this"),
    "to_oneself": ("不能给自己", "Not to oneself"),
    "not_your_people": ("只能授予本组成员", "Only to your own people"),
    "reason_too_short": ("请写明理由", "Say why, in a few words"),
    "cap_reached": ("本月名额已用完", "This month's number is used up"),
    "same_person_again": ("本月已授予过这位同事", "This colleague had one from you this month"),
    "season_full": ("对方本赛季已达上限", "They have had as many as a season allows"),
    "not_a_colleague": ("对方不在岗", "They are not here any more"),
    "unknown_value": ("请从价值观列表中选择", "Choose a value from the list"),
    "straight_back": ("对方刚感谢过您，7 天后再回谢", "They thanked you just now; wait 7 days to return it"),
    "unbalanced": ("借贷不平", "The postings do not sum to zero"),
    "nothing_posted": ("没有分录", "There is nothing to post"),
    "account_twice": ("同一账户重复", "An account is there twice"),
    "same_id_other_content": ("编号已用于另一笔", "The number stands for something else already"),
    "points_short": ("积分不足", "Not enough points"),
    "budget_short": ("预算不足", "The budget does not suffice"),
    "out_of_stock": ("库存不足", "Out of stock"),
    "not_positive": ("数量必须大于 0", "The amount has to be above 0"),
    "approval_needed": ("超过限额，需要另一人批准", "Above the limit: another person has to approve"),
    "own_approval": ("不能批准自己提出的", "Nobody approves what they asked for"),
    "no_such_entry": ("没有这一笔", "There is no such entry"),
    "reversed_already": ("已经冲销过", "Reversed already"),
    "not_reversible": ("冲销本身不能再冲销", "A reversal is not reversed; post anew"),
    "season_closed": ("本赛季已经结账", "The season is closed"),
    "breaks_rest": ("会打破休息时间规定", "It would break the rest rules"),
}
