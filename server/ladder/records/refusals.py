"""Why a record is refused."""

from server.errors import declare

NO_RECORD = declare("no_such_record", 404, en="There is no record {key}.", zh="没有记录 {key}。")
ALREADY_WITHDRAWN = declare(
    "record_withdrawn", 409, en="Record {key} was withdrawn already.", zh="记录 {key} 已被撤销。"
)
FUTURE_RECORD = declare("record_in_future", 400, en="{day} has not come yet.", zh="{day} 尚未到来，不能提前登记。")
OWN_RECORD = declare("own_record", 403, en="Nobody enters records about oneself.", zh="不能登记本人的记录。")
NOT_YOUR_KIND = declare(
    "not_your_kind", 403, en="Records of the kind {kind} are entered by HR.", zh="{kind} 类记录由人力资源登记。"
)
LEVEL_BY_DECISION = declare(
    "level_by_decision",
    409,
    en="A level begins by a review's decision. Only the history before {since} can be carried over here.",
    zh="级别变动须经评审决定；这里只能补录 {since} 之前的历史。",
)
TOO_MANY_RECORDS = declare(
    "too_many_records", 413, en="At most {most} records at once.", zh="一次最多提交 {most} 条记录。"
)
BY_CYCLE = declare(
    "record_by_cycle",
    409,
    en="This was written by a review; an appeal there can set it aside.",
    zh="该记录由评审写入，只能通过评审申诉撤销。",
)
BY_PEOPLE = declare(
    "record_by_people",
    409,
    en="This follows people data; correct it there.",
    zh="该记录来自人员数据，请在人员数据中更正。",
)
