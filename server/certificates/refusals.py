"""Why a certificate is refused."""

from server.errors import declare

NO_GROUND = declare(
    "certificate_no_ground",
    404,
    en="Nothing stands that this certificate could be for.",
    zh="没有可以颁发这张证书的依据，可能已被撤回。",
)
NO_CERTIFICATE = declare(
    "no_such_certificate", 404, en="There is no certificate {key}.", zh="没有编号为 {key} 的证书。"
)
WITHDRAWN = declare("certificate_withdrawn", 410, en="This certificate was withdrawn.", zh="这张证书已被撤回。")
NO_JOB = declare("no_such_print_job", 404, en="There is no print job {key}.", zh="没有打印任务 {key}。")
JOB_RUNNING = declare(
    "print_job_running",
    409,
    en="The certificates are still being signed: {done} of {total}.",
    zh="证书仍在签发：{done}/{total}。",
)
JOB_EMPTY = declare(
    "print_job_empty",
    409,
    en="None of these certificates stands any more.",
    zh="所选证书的依据均已撤回，没有可打印的内容。",
)
WHOM = declare("certificate_whom", 422, en="Name an agent or a team.", zh="请指定一名坐席或一个班组。")
NOT_YET = declare("certificate_not_yet", 422, en="This day has not come yet.", zh="这一天还没有到。")
NO_GRANT = declare("no_such_grant", 404, en="There is no grant {key} that stands.", zh="没有生效的表彰 {key}。")
NO_OPEN_BADGE = declare("no_such_open_badge", 404, en="There is no badge {key}.", zh="没有徽章凭证 {key}。")
