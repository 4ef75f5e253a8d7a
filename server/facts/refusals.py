"""Why a fact is not taken: each reason's stable code and its sentence in both languages."""

from server.errors import declare

_REASONS = {
    "bad_shape": (
        "This is not a fact: it needs id, metric, at, value and an agent or a team, and no other fields than the known ones.",
        "这不是一条有效数据：必须包含 id、metric、at、value 以及 agent 或 team，且不能有未知字段。",
    ),
    "bad_id": ("The id must have 1 to 200 characters and no NUL.", "id 须为 1 至 200 个字符，且不含空字符。"),
    "unknown_metric": ("There is no metric {metric}.", "没有指标 {metric}。"),
    "wrong_subject": (
        "The metric {metric} is measured for one {subject}: name exactly that.",
        "指标 {metric} 的对象是 {subject}，请只填写该对象。",
    ),
    "unknown_agent": ("There is no agent {agent}.", "没有坐席 {agent}。"),
    "unknown_team": ("There is no team {team}.", "没有班组 {team}。"),
    "unknown_queue": ("There is no queue {queue}.", "没有队列 {queue}。"),
    "bad_value": (
        "The value must be a plain decimal with at most 12 digits before and 6 after the point, or null.",
        "数值须为普通小数，小数点前最多 12 位、后最多 6 位，或为 null。",
    ),
    "out_of_range": (
        "The value {value} is outside the range of {metric}: {low} to {high}.",
        "数值 {value} 超出指标 {metric} 的范围：{low} 至 {high}。",
    ),
    "bad_weight": (
        "The weight must be a plain decimal above 0 and below 1000000 with at most 6 digits after the point.",
        "权重须为大于 0、小于 1000000 的普通小数，小数点后最多 6 位。",
    ),
    "missing_offset": (
        "The instant needs an offset, such as 2026-03-04T10:00:00+08:00.",
        "时间缺少时区偏移，正确写法如 2026-03-04T10:00:00+08:00。",
    ),
    "bad_instant": ("The instant is not an ISO 8601 date and time.", "时间不是有效的 ISO 8601 日期时间。"),
    "in_future": ("The instant lies more than 5 minutes in the future.", "时间超前当前时刻 5 分钟以上。"),
    "bad_revision": (
        "The revision must be a whole number from 0 to 2147483647.",
        "revision 须为 0 至 2147483647 的整数。",
    ),
    "conflict": (
        "This id and revision is held with other content; the first one stands. Send a higher revision to change it.",
        "该 id 与 revision 已有不同内容，以先收到的为准；如需更改请使用更高的 revision。",
    ),
}

for _code, (_en, _zh) in _REASONS.items():
    declare(_code, 422, en=_en, zh=_zh)

CODES = frozenset(_REASONS)
CONFLICT = "conflict"

INTAKE_BUSY = declare(
    "intake_busy",
    503,
    en="More facts are waiting than can be written; try again in {seconds} s.",
    zh="等待写入的数据过多，请 {seconds} 秒后重试。",
)
