"""Expected refusals: one family of errors with stable codes, and one table that turns a code into words and a status.

A room adds its own codes with `declare(…)` at the top of its service module; nothing below `api.py` knows HTTP beyond the
status in this table.
"""

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """What a code means: the HTTP status it is answered with and a sentence in each language with `{name}` places."""

    status: int
    en: str
    zh: str


_REFUSALS: dict[str, Refusal] = {}


class DomainError(Exception):
    """A refusal somebody can act on. `code` is stable; `detail` fills the places of its sentences and is sent along."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def declare(code: str, status: int, *, en: str, zh: str) -> str:
    """Register a code once and return it. Raises ValueError when the code is taken by other words."""
    refusal = Refusal(status=status, en=en, zh=zh)
    if _REFUSALS.setdefault(code, refusal) != refusal:
        raise ValueError(f"the code {code} is declared twice")
    return code


def refusal_of(code: str) -> Refusal:
    """The words and status of a declared code; an undeclared one is a defect and raises KeyError."""
    return _REFUSALS[code]


def sentences(code: str, detail: dict[str, object]) -> dict[str, str]:
    """Both languages' sentences of a code with its places filled; a place without a value stays readable as `…`."""
    refusal = refusal_of(code)
    known = _Blanks({name: str(value) for name, value in detail.items()})
    in_chinese = _Blanks({**known, "what": THINGS.get(known["what"], known["what"])}) if "what" in known else known
    return {"en": refusal.en.format_map(known), "zh": refusal.zh.format_map(in_chinese)}


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


THINGS = {
    "account": "账号",
    "agent": "坐席",
    "appeal": "申诉",
    "class": "新人班级",
    "contest": "竞赛",
    "correction": "更正",
    "criteria": "标准版本",
    "cycle": "晋升评审",
    "display": "大屏",
    "exam": "考试",
    "fact": "数据",
    "form": "质检表",
    "level": "级别",
    "mapping": "映射",
    "metric": "指标",
    "notice": "公告",
    "participant": "参赛者",
    "picture": "图片",
    "quarantine entry": "待处理数据",
    "question": "题目",
    "queue": "队列",
    "result": "结果",
    "retention": "保存期限",
    "review": "核查",
    "scene": "大屏画面",
    "scorecard": "评分卡",
    "season": "赛季",
    "series": "系列赛",
    "site": "职场",
    "team": "班组",
    "template": "模板",
    "view": "筛选视图",
}
"""What a refusal calls things by `what`, as the Chinese sentence says it."""

INTERNAL = declare(
    "internal", 500, en="Something broke on our side; it has been noted.", zh="系统内部出错，我们已记录。"
)
NOT_FOUND = declare("not_found", 404, en="There is no {what} {key}.", zh="没有找到{what}：{key}。")
CHANGED_MEANWHILE = declare(
    "changed_meanwhile", 409, en="Somebody changed this meanwhile; look again.", zh="内容已被他人修改，请刷新后再试。"
)
TAKEN = declare("taken", 409, en="{what} {key} exists already.", zh="{what}已存在：{key}。")
INVALID = declare("invalid", 400, en="The request cannot be read: {why}", zh="请求无法识别：{why}")
UNAVAILABLE = declare(
    "database_unavailable",
    503,
    en="The database cannot be reached; try again in a moment.",
    zh="数据库暂时无法访问，请稍后再试。",
)
NOT_SIGNED_IN = declare("not_signed_in", 401, en="Sign in first.", zh="请先登录。")
FORBIDDEN = declare("forbidden", 403, en="Your role may not do this.", zh="您的角色没有此权限。")
TOO_MANY = declare(
    "too_many_requests", 429, en="Too many tries; wait {seconds} s.", zh="尝试次数过多，请等待 {seconds} 秒。"
)
