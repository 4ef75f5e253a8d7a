"""Why a record is refused."""

from server.errors import declare

NO_RECORD = declare("no_such_record", 404, en="There is no record {key}.", zh="没有记录 {key}。")
ALREADY_WITHDRAWN = declare(
    "record_withdrawn", 409, en="Record {key} was withdrawn already.", zh="记录 {key} 已被撤销。"
)
FUTURE_RECORD = declare(
    "record_in_future",
    400,
    en="{day} has not come yet; only a level may begin later.",
    zh="{day} 尚未到来；只有级别可以预先登记。",
)
OWN_RECORD = declare("own_record", 403, en="Nobody enters records about oneself.", zh="不能登记本人的记录。")
