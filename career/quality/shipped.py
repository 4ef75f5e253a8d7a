"""The three forms that ship: the standard one, the seven abilities, and compliance. A centre edits them as new versions."""

from datetime import date

from career.quality.forms import Form, FormItem

_FIRST = date(2000, 1, 1)
_HALF = ("0", "0.5", "1")
_FIVE = ("0", "0.25", "0.5", "0.75", "1")

STANDARD = Form(
    "standard",
    1,
    _FIRST,
    "标准质检表",
    "Standard form",
    (
        FormItem("greeting", "opening", "问候与报名", "Greeting and name given", "5", _HALF),
        FormItem("identity", "opening", "核实客户身份", "Caller verified", "10", critical=True, may_skip=True),
        FormItem("listening", "service", "倾听不打断", "Listened without cutting in", "10", _HALF),
        FormItem("need", "service", "准确理解诉求", "Understood what was needed", "15", _HALF),
        FormItem("answer", "solution", "解答正确完整", "Right and complete answer", "25", _HALF),
        FormItem("ownership", "solution", "首问负责，有始有终", "Took ownership to the end", "10", _HALF),
        FormItem("record", "solution", "工单记录完整", "Case recorded in full", "10", _HALF, may_skip=True),
        FormItem("courtesy", "service", "用语规范，语气耐心", "Courteous words, patient tone", "10", _HALF),
        FormItem("closing", "closing", "确认满意并道别", "Checked and said goodbye", "5", _HALF),
        FormItem("no_harm", "closing", "未误导、未承诺无权承诺之事", "Nothing misleading, no promise beyond one's power", critical=True),
    ),
)  # fmt: skip

ABILITIES = Form(
    "abilities",
    1,
    _FIRST,
    "七项能力表",
    "Seven abilities",
    (
        FormItem("interpersonal", "abilities", "人际沟通", "Interpersonal", "15", _FIVE, ability="interpersonal"),
        FormItem("expression", "abilities", "语言表达", "Expression", "15", _FIVE, ability="expression"),
        FormItem("knowledge", "abilities", "业务知识", "Knowledge", "20", _FIVE, ability="knowledge"),
        FormItem("service_skill", "abilities", "服务技巧", "Service skill", "15", _FIVE, ability="service_skill"),
        FormItem("adaptability", "abilities", "应变能力", "Adaptability", "10", _FIVE, ability="adaptability"),
        FormItem("call_control", "abilities", "通话掌控", "Call control", "10", _FIVE, ability="call_control"),
        FormItem("responsibility", "abilities", "责任心", "Responsibility", "15", _FIVE, ability="responsibility"),
    ),
    "keep",
)

COMPLIANCE = Form(
    "compliance",
    1,
    _FIRST,
    "合规检查表",
    "Compliance",
    (
        FormItem("consent", "law", "录音告知", "Recording announced", critical=True),
        FormItem("identity", "law", "身份核验", "Identity verified", critical=True, may_skip=True),
        FormItem("privacy", "law", "未泄露个人信息", "No personal data given away", critical=True),
        FormItem("script", "rules", "必读条款完整", "Mandatory wording read in full", may_skip=True),
        FormItem("promise", "rules", "未超权限承诺", "No promise beyond one's power", critical=True),
        FormItem("handover", "rules", "按规定转接与升级", "Transferred and escalated as ruled", may_skip=True),
    ),
)

FORMS = (STANDARD, ABILITIES, COMPLIANCE)
