"""Why people data is refused: the codes of this room, each with its words in both languages."""

from server.errors import declare

_THINGS = {
    "site": "职场",
    "queue": "队列",
    "team": "班组",
    "agent": "坐席",
    "membership": "班组归属",
    "employment": "用工记录",
    "leave": "请假记录",
}
NO_SUCH = {
    thing: declare(f"no_such_{thing}", 404, en=f"There is no {thing} {{key}}.", zh=f"没有{chinese} {{key}}。")
    for thing, chinese in _THINGS.items()
}
"""By the kind of thing: it is named, in the address or in the data, and does not exist."""
TAKEN_CODE = declare("code_taken", 409, en="The code {key} is in use already.", zh="代码 {key} 已被使用。")

BAD_ZONE = declare(
    "bad_zone",
    400,
    en="{value} is no time zone; write one such as Asia/Shanghai.",
    zh="{value} 不是有效时区，请写成 Asia/Shanghai 这样的形式。",
)
BAD_TIME = declare(
    "bad_time", 400, en="{value} is no time of day; write 09:30.", zh="{value} 不是有效时间，请写成 09:30。"
)
BAD_DATE = declare(
    "bad_date", 400, en="{value} is no date; write 2026-01-05.", zh="{value} 不是有效日期，请写成 2026-01-05。"
)
BAD_INSTANT = declare(
    "bad_start",
    400,
    en="{value} is neither a date nor an instant with its offset (2026-01-05T09:00:00+08:00).",
    zh="{value} 既不是日期，也不是带时区偏移的时刻（2026-01-05T09:00:00+08:00）。",
)
BAD_PERIOD = declare(
    "bad_period", 400, en="The end {ends} is not after the start {starts}.", zh="结束 {ends} 不晚于开始 {starts}。"
)
BAD_LEVEL = declare("bad_level", 400, en="There is no level {value}.", zh="没有级别 {value}。")
BAD_FTE = declare(
    "bad_fte", 400, en="FTE {value} is not above 0 and at most 1.5.", zh="工时系数 {value} 须大于 0 且不超过 1.5。"
)
LEFT_BEFORE_HIRED = declare(
    "left_before_hired",
    400,
    en="The last day {left_on} is before the hire date {hired}.",
    zh="离职日期 {left_on} 早于入职日期 {hired}。",
)
TEAM_CLOSED = declare(
    "team_closed", 409, en="The team {team} is closed since {day}.", zh="班组 {team} 已于 {day} 撤销。"
)
SITE_OF_TEAM = declare(
    "team_keeps_site", 409, en="A team with members stays at its site.", zh="已有成员的班组不能更换职场。"
)
MEMBERSHIP_OVERLAP = declare(
    "membership_overlap",
    409,
    en="{agent} is in team {team} from {starts} to {ends} already.",
    zh="{agent} 在 {starts} 至 {ends} 期间已属于班组 {team}。",
)
EMPLOYMENT_OVERLAP = declare(
    "employment_overlap",
    409,
    en="{agent} has another employment from {starts} to {ends} already.",
    zh="{agent} 在 {starts} 至 {ends} 期间已有用工记录。",
)
LEAVE_OVERLAP = declare(
    "leave_overlap",
    409,
    en="{agent} is on leave from {starts} to {ends} already.",
    zh="{agent} 在 {starts} 至 {ends} 期间已有请假。",
)
SHIFT_OVERLAP = declare(
    "shift_overlap", 409, en="{agent} has overlapping shifts on {day}.", zh="{agent} 在 {day} 的班次互相重叠。"
)
SHIFT_OUTSIDE = declare(
    "shift_outside",
    400,
    en="The shift of {day} lies outside the period that is replaced.",
    zh="{day} 的班次不在要替换的期间内。",
)
STILL_EMPLOYED = declare(
    "still_employed",
    409,
    en="{agent} still works here; record the last day first.",
    zh="{agent} 仍在职，请先登记离职日期。",
)
