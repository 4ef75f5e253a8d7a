"""Why a sampling plan cannot be made, and why a sample cannot be judged."""

from server.errors import declare

NO_PLAN = declare("no_such_sampling_plan", 404, en="There is no sampling plan {key}.", zh="没有抽检计划 {key}。")
PLAN_THERE = declare(
    "sampling_plan_there", 409, en="{site} has a plan for {month} already; plan it anew instead.", zh="{site} 在 {month} 已有抽检计划，请改为重新排定。"
)  # fmt: skip
NO_EVALUATOR = declare(
    "no_evaluator", 422, en="Choose at least one analyst or assessor.", zh="请至少选择一名质检员或外部评估员。"
)
NOT_EVALUATOR = declare(
    "not_an_evaluator", 422, en="Account {key} does not evaluate calls.", zh="账号 {key} 不是质检员或外部评估员。"
)
MONTH_FAR = declare(
    "sampling_month_far", 422, en="Plan a month from last month to the next but two.", zh="只能排定上月至之后三个月内的计划。"
)  # fmt: skip
NO_SAMPLE = declare("no_such_sample", 404, en="There is no sample {key}.", zh="没有抽检任务 {key}。")
SAMPLE_DONE = declare("sample_done", 409, en="This sample was judged already.", zh="这条抽检任务已完成。")
SAMPLE_OTHERS = declare("sample_of_others", 403, en="This sample is somebody else's.", zh="这条抽检任务分配给了别人。")
SAMPLE_MISMATCH = declare(
    "sample_mismatch", 422, en="This is not the call that was assigned: {why}.", zh="与分配的抽检任务不符：{why}。"
)
SAMPLE_OWN_LINE = declare(
    "sample_own_line", 422, en="{agent} is of the evaluator's own line.", zh="{agent} 与该评估人同属一条线，须由他人评估。"
)  # fmt: skip
NOTHING_TO_HAND = declare(
    "nothing_to_hand_out", 422, en="Say which calls are handed out, or how many samples and to whom.", zh="请给出要分派的通话，或者选择分给谁、分多少条。"
)  # fmt: skip
