"""Why something about collective honors cannot be done."""

from server.errors import declare

NO_SITE = declare("no_such_site_of_honors", 404, en="There is no site {site}.", zh="没有职场 {site}。")
NO_TEAM = declare("no_such_team_of_honors", 404, en="There is no team {team}.", zh="没有班组 {team}。")
NO_TITLE = declare("no_such_title", 404, en="There is no such title that you may see.", zh="没有您可以查看的这个称号。")
NO_PROOF = declare("no_title_proof", 404, en="No document is on file for this title.", zh="这个称号还没有存档的证明。")
NO_ENTRY = declare("no_such_entry", 404, en="There is no such entry.", zh="没有这条补录。")
BAD_KEY = declare(
    "honors_bad_period", 422, en="{key} is no such week or month of the past.", zh="{key} 不是过去的某一周或某一月。"
)
TWICE = declare(
    "honors_entered_twice", 409, en="This honor is entered for {key} already.", zh="{key} 的这项荣誉已经补录过了。"
)
HAS_RESULT = declare(
    "honors_has_result",
    409,
    en="For {key} there is a result; honors follow from it, nobody enters them.",
    zh="{key} 已有竞赛结果，荣誉由结果产生，不能手工补录。",
)
WHOSE = declare(
    "title_whose", 422, en="A title is a team's or a person's, not both.", zh="称号只能属于班组或个人中的一方。"
)
ENDS_FIRST = declare("title_ends_first", 422, en="It has to expire after it was awarded.", zh="到期日必须晚于授予日。")
STALE = declare(
    "title_changed", 409, en="Somebody changed it meanwhile; look at it again.", zh="他人刚刚修改过，请刷新后再改。"
)
PROOF_KIND = declare(
    "title_proof_kind",
    422,
    en="A proof is a PDF, PNG or JPEG file, and has to be one inside, too.",
    zh="证明须为 PDF、PNG 或 JPEG 文件，且内容与格式相符。",
)
PROOF_SIZE = declare(
    "title_proof_size",
    422,
    en="A proof has to be between 1 byte and {most} MB.",
    zh="证明文件不能为空，且不超过 {most} MB。",
)
