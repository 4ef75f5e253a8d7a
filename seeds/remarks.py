"""What analysts of the demo write under a call: a word for each line that lost points, or what was good about a call without fault."""

from collections.abc import Mapping, Sequence
from random import Random

from career.exact import parse_decimal
from career.quality.forms import FormItem

_MOST = 2
"""Nobody reads a list: the lines that cost most are spoken of."""

_GOOD = {
    "zh": ("开场清楚，确认了诉求再办理。", "语气耐心，方案给得完整。", "主动约定回访，值得肯定。"),
    "en": ("Clear opening; made sure of the need first.", "Patient, and the answer was complete.", "Offered a call back unasked: well done."),
}  # fmt: skip

_MEND: dict[str, dict[str, str]] = {
    "zh": {
        "greeting": "开场没有报工号姓名，请按规范问候。",
        "identity": "没有核实身份就开始办理，四步核身一步不能省。",
        "listening": "打断了客户一次，先听完再说。",
        "need": "客户真正想问的是账单日，先复述一遍再办理。",
        "answer": "第二个问题没有答完，建议查知识库。",
        "ownership": "转出去之前没有说明谁来跟进，首问要负责到底。",
        "record": "工单里漏了客户约定的时间，请补记。",
        "courtesy": "中段语气有些急，多用“请”和“麻烦您”。",
        "closing": "结束前没有确认客户是否满意。",
        "no_harm": "答应了当天到账，这超出了权限，请改用规定说法。",
        "interpersonal": "客户着急时回应得偏冷，可以先安抚一句。",
        "expression": "一句话里信息太多，分两步说更清楚。",
        "knowledge": "新资费的规则说得不准，请再看一遍产品手册。",
        "service_skill": "可以主动给出两个方案让客户选。",
        "adaptability": "客户改了主意以后停顿较久，准备好备用方案。",
        "call_control": "话题绕了两圈，及时收回到诉求上。",
        "responsibility": "约好的回拨没有落到工单上。",
        "consent": "开场没有告知通话录音。",
        "privacy": "念出了完整证件号，只能核对后四位。",
        "script": "必读条款漏了最后一句。",
        "promise": "承诺了减免，需先向班组长申请。",
        "handover": "升级前没有写明已经做过什么。",
    },
    "en": {
        "greeting": "No name given at the start; please greet as agreed.",
        "identity": "Went ahead before the caller was verified: all four steps, always.",
        "listening": "Cut in once; let the caller finish.",
        "need": "The caller wanted the billing day; say the need back before acting.",
        "answer": "The second question stayed open: look it up.",
        "ownership": "Passed on without saying who follows up; stay with it to the end.",
        "record": "The agreed time is missing in the record.",
        "courtesy": "A little short in the middle; a calmer tone helps.",
        "closing": "Did not ask at the end whether everything was settled.",
        "no_harm": "Promised the money for today, which is not ours to promise.",
        "interpersonal": "Sounded distant when the caller was upset; one kind sentence first.",
        "expression": "Too much in one sentence: say it in two steps.",
        "knowledge": "The rule of the new tariff was not right; please read it again.",
        "service_skill": "Offer two ways and let the caller choose.",
        "adaptability": "A long pause when the caller changed course; have a second way ready.",
        "call_control": "Went round twice; lead back to what was asked.",
        "responsibility": "The call back that was agreed is not in the record.",
        "consent": "The recording was not announced.",
        "privacy": "Read the whole number aloud; the last four digits are enough.",
        "script": "The last sentence of the mandatory wording is missing.",
        "promise": "Promised a discount; that needs the lead's word first.",
        "handover": "Escalated without noting what had been tried.",
    },
}  # fmt: skip


def remark(lines: Sequence[FormItem], marks: Mapping[str, str], language: str, chance: Random) -> str:
    """For the marks that were given; what weighs most comes first."""
    lost = [line for line in lines if marks[line.code] != "1"]
    if not lost:
        return chance.choice(_GOOD[language])
    lost.sort(key=lambda line: (not line.critical, -parse_decimal(line.points)))
    between = "" if language == "zh" else " "
    return between.join([_MEND[language][line.code] for line in lost[:_MOST]])
