"""What is taught in the demo centre: courses, the question bank, topics of surveys. Written in both languages."""

from typing import Any

_LEARN = "https://learn.example.com"


def _both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _link(code: str, zh: str, en: str) -> dict[str, Any]:
    return {"code": code, "kind": "link", "title": _both(zh, en), "url": f"{_LEARN}/{code}"}


def _session(code: str, zh: str, en: str) -> dict[str, Any]:
    return {"code": code, "kind": "session", "title": _both(zh, en)}


COURSES: tuple[dict[str, Any], ...] = (
    {
        "code": "calm_on_the_line",
        "kind": "skill",
        "title": _both("情绪安抚：让来电慢下来", "Calm on the line"),
        "about": _both(
            "先接住情绪，再处理事情：倾听、复述、给出下一步。",
            "Take up the feeling first, then the matter: listen, say it back, name the next step.",
        ),
        "items": [
            _link("calm-film", "短片：三通真实来电", "Film: three real calls"),
            _session("calm-workshop", "工作坊：倾听与复述", "Workshop: listening and saying back"),
        ],
        "practice": {"role_play": 2},
        "trained": "qa",
        "exam_after": "service_basics",
    },
    {
        "code": "service_recovery",
        "kind": "service",
        "title": _both("服务补救", "Service recovery"),
        "about": _both(
            "出了差错怎么补：道歉、补偿、回访。", "Making good what went wrong: apology, amends, a call back."
        ),
        "items": [
            _link("recovery-steps", "补救五步法", "Five steps of recovery"),
            _session("recovery-clinic", "案例会诊", "Case clinic"),
        ],
        "practice": {"homework": 1, "role_play": 1},
        "trained": "csat",
    },
    {
        "code": "product_2_0",
        "kind": "product",
        "title": _both("新版产品：功能与常见问题", "Product 2.0: what is new, what is asked"),
        "about": _both("上线前必学，附常见问题。", "To be known before the launch, with what callers ask."),
        "items": [
            _link("product-tour", "功能导览", "A tour of the functions"),
            _link("product-faq", "常见问题", "Frequent questions"),
        ],
        "practice": {"exercise": 1},
        "trained": "fcr",
    },
    {
        "code": "data_protection",
        "kind": "service",
        "title": _both("个人信息保护", "Data protection"),
        "about": _both(
            "核身、录音告知、哪些不能说。", "Verifying callers, announcing the recording, what must not be said."
        ),
        "items": [
            _link("privacy-rules", "十条规定", "Ten rules"),
            _link("privacy-cases", "违规案例", "What went wrong elsewhere"),
        ],
        "practice": {"homework": 1},
    },
    {
        "code": "case_writing",
        "kind": "skill",
        "title": _both("把好电话写成案例", "Writing up a good call"),
        "items": [_link("case-guide", "写作指引", "How to write it")],
        "practice": {"sharing": 1},
    },
    {
        "code": "stay_well",
        "kind": "care",
        "title": _both("情绪自护", "Staying well"),
        "about": _both(
            "高压来电之后怎么恢复。只有自己知道选过它。",
            "How to recover after hard calls. Nobody else is told who chose it.",
        ),
        "items": [_link("breathing", "三分钟呼吸练习", "Three minutes of breathing")],
        "practice": {"exercise": 1},
        "from_months": 6,
    },
    {
        "code": "next_step",
        "kind": "career",
        "title": _both("下一步往哪走", "Your next step"),
        "about": _both("专业线与管理线怎么选。", "Choosing between the professional and the management track."),
        "items": [_link("tracks", "两条通道", "The two tracks")],
        "practice": {"homework": 1},
        "from_months": 18,
    },
)

QUESTION_COLUMNS = ("code", "topic", "kind", "zh", "en", "options_zh", "options_en", "right", "points")
_YES = ("对|错", "true|false")
QUESTIONS: tuple[tuple[str, ...], ...] = (
    ("svc-01", "service", "single", "客户情绪激动时，第一步是？", "A caller is upset. What comes first?", "解释规定|倾听并表示理解|转接主管", "explain the rules|listen and show understanding|transfer to a lead", "B", "1"),
    ("svc-02", "service", "single", "首问负责是指？", "First ownership means:", "谁先接谁跟到底|谁有空谁跟|转出即结束", "who takes it follows it to the end|whoever is free follows it|it ends with the transfer", "A", "1"),
    ("svc-03", "service", "several", "结束语应包括？", "A closing contains:", "确认问题已解决|推销新品|致谢并道别", "checking it is solved|selling something|thanks and goodbye", "AC", "2"),
    ("svc-04", "service", "single", "需要让客户等待时应先征得同意。", "Ask before putting a caller on hold.", *_YES, "A", "1"),
    ("svc-05", "service", "order", "请排列投诉处理步骤。", "Put the steps of handling a complaint in order.", "倾听|复述确认|给出方案|约定回访", "listen|say it back|offer a way|agree on a call back", "ABCD", "2"),
    ("svc-06", "service", "number", "等待超过多少秒应回应一次？", "After how many seconds on hold does one come back?", "", "", "30", "1"),
    ("svc-07", "service", "single", "没有把握的问题应该？", "When one is not sure:", "凭经验回答|查知识库再答|请客户再打", "answer from experience|look it up, then answer|ask to call again", "B", "1"),
    ("svc-08", "service", "single", "客户已经重复两次问题，说明？", "A caller has said it twice. That means:", "客户不耐烦|我们没有听懂|线路不好", "the caller is impatient|we have not understood|the line is bad", "B", "1"),
    ("pro-01", "product", "single", "新版支持几种付款方式？", "How many ways to pay does the new version have?", "两种|三种|四种", "two|three|four", "C", "1"),
    ("pro-02", "product", "single", "订单发出后多久可以修改地址？", "How long can the address be changed after dispatch?", "一小时内|当天|不能修改", "within an hour|the same day|not at all", "A", "1"),
    ("pro-03", "product", "single", "会员积分每年清零。", "Points expire every year.", *_YES, "B", "1"),
    ("pro-04", "product", "several", "退货时客户需要提供？", "For a return the customer gives:", "订单号|身份证照片|退货原因", "the order number|a photo of the ID|the reason", "AC", "2"),
    ("pro-05", "product", "number", "退款最长几个工作日到账？", "A refund arrives within how many working days?", "", "", "7", "1"),
    ("pro-06", "product", "single", "账单日可以自行修改。", "The billing day can be changed online.", *_YES, "A", "1"),
    ("pri-01", "privacy", "single", "通话开始须告知录音。", "The recording is announced at the beginning.", *_YES, "A", "1"),
    ("pri-02", "privacy", "several", "核实身份可以询问？", "To verify a caller one may ask for:", "登记姓名|完整密码|后四位证件号", "the registered name|the whole password|the last four digits of the ID", "AC", "2"),
    ("pri-03", "privacy", "single", "家属来电询问账单时应？", "A relative asks about the bill:", "直接告知|请本人授权|挂断", "tell them|ask for the customer's authority|hang up", "B", "1"),
    ("pri-04", "privacy", "single", "可以把客户号码记在便签上带走。", "A customer's number may be taken home on a note.", *_YES, "B", "1"),
    ("pri-05", "privacy", "single", "发现信息泄露应在多久内上报？", "A leak is reported within:", "当班内|三天内|月底前", "the same shift|three days|the month", "A", "1"),
    ("pri-06", "privacy", "order", "请排列核身步骤。", "Put the steps of verification in order.", "问候并报名|告知录音|核实身份|办理业务", "greet and give the name|announce the recording|verify|serve", "ABCD", "2"),
)  # fmt: skip

QUESTION_TOPICS = {
    "service": _both("服务规范", "Service standards"),
    "product": _both("产品知识", "Products"),
    "privacy": _both("信息保护", "Data protection"),
}

TOPICS = (
    (_both("安抚情绪激动的客户", "Calming upset callers"), "calm_on_the_line"),
    (_both("新产品知识", "The new product"), "product_2_0"),
    (_both("投诉后的补救", "Making good after a complaint"), "service_recovery"),
    (_both("个人信息保护", "Data protection"), "data_protection"),
    (_both("英文来电", "Calls in English"), None),
)
WISHES = {
    "zh": ("多一些真实录音", "希望晚班也能排到工作坊", "想学怎么缩短查询时间"),
    "en": ("More real recordings, please", "A workshop for the late shift as well", "How to search faster"),
}


def right_answer(code: str) -> Any:
    """The right answer to a question of the bank, as a browser sends it."""
    row = next(one for one in QUESTIONS if one[0] == code)
    kind, right = row[2], row[7]
    return right if kind == "number" else [ord(letter) - ord("A") for letter in right]


def wrong_answer(code: str) -> Any:
    """A wrong one."""
    row = next(one for one in QUESTIONS if one[0] == code)
    if row[2] == "number":
        return "99"
    right = right_answer(code)
    return list(reversed(right)) if row[2] == "order" else [(right[0] + 1) % len(row[5].split("|"))]
