"""Why a dossier or a certificate is refused."""

from server.errors import declare

NO_DOCUMENT = declare("no_such_document", 404, en="There is no document {key}.", zh="没有编号为 {key} 的文件。")
CONFLICTED = declare(
    "conflict_hides_file",
    403,
    en="You declared a conflict of interest: this person's file is closed to you.",
    zh="您已申报利益冲突，不能查看此人的档案。",
)
NOT_NOTICED = declare(
    "dossier_before_notice", 409, en="This comes with the notice of the review.", zh="评审结果通知之后才能办理。"
)
NOBODY_PROMOTED = declare("nobody_promoted", 409, en="Nobody was promoted in this cycle.", zh="本轮评审没有晋升人员。")
NO_BATCH = declare("no_such_batch", 404, en="There is no batch {key}.", zh="没有批次 {key}。")
BATCH_RUNNING = declare(
    "batch_running",
    409,
    en="The certificates are still being made: {done} of {total}.",
    zh="证书仍在生成：{done}/{total}。",
)
ERASED = declare(
    "content_erased",
    410,
    en="The person was erased; only the number and the signature were kept.",
    zh="个人信息已删除，仅保留编号和签名。",
)
WHICH_DAY = declare(
    "which_day", 400, en="Name a promotion round or a day that has begun.", zh="请指定评审，或一个已经开始的日期。"
)
