"""Why a support plan or a measure is refused, besides what the rule book refuses."""

from server.errors import declare

NO_PLAN = declare("no_such_plan", 404, en="There is no support plan {key}.", zh="没有帮扶计划 {key}。")
NO_MEASURE = declare("no_such_measure", 404, en="There is no measure {key}.", zh="没有措施 {key}。")
PLAN_THERE = declare(
    "plan_open_already", 409, en="A support plan is under way for this person.", zh="此人已有进行中的帮扶计划。"
)
MEASURE_THERE = declare(
    "measure_open_already", 409, en="A measure waits for its second person already.", zh="此人已有待确认的措施。"
)
LATE_START = declare(
    "plan_in_past",
    400,
    en="A plan begins today or later: help cannot be given in the past.",
    zh="帮扶计划只能从今天或以后开始。",
)
NOT_LOWER = declare(
    "not_a_lower_level", 400, en="{level} is not below the present level.", zh="{level} 不低于现在的级别。"
)
LEVEL_WANTED = declare(
    "level_wanted",
    400,
    en="A downgrade names its level, other measures name none.",
    zh="降级需要写明级别，其他措施不需要。",
)
EFFECT_IN_PAST = declare(
    "effect_in_past", 400, en="A measure takes effect today or later.", zh="措施的生效日期不能早于今天。"
)
MEASURE_OVER = declare("measure_decided", 409, en="This measure was decided already.", zh="该措施已有结论。")
LEADS_PERSON = declare(
    "leads_person",
    403,
    en="Whoever leads the person does not propose or confirm measures.",
    zh="直接上级不提出、也不确认措施。",
)
