"""The scorecards that ship, in three linked tiers: an agent's, a lead's over the agents, a centre's over the leads."""

from typing import Literal

from career.merits import Curve, Members, QualityIndex, QueueBand, TrainingIndex, VolumeIndex
from career.scorecard import Cap, Rules, Term

Tier = Literal["agent", "lead", "centre"]

FCR = Curve("fcr", "70", "75", "80")
CSAT = Curve("csat", "80", "85", "90")
QA = Curve("qa", "80", "88", "95")
ADHERENCE = Curve("adherence", "90", "93", "95")
ATTENDANCE = Curve("attendance", "95", "98", "100")
TRAINING = Curve("training_score", "80", "85", "95")
VOLUME = Curve("volume", "80", "100", "110")
SERVICE_LEVEL = Curve("service_level", "70", "80", "90")

AGENT = Rules(
    (
        Term("qa", "质检", "Quality", "30", QA),
        Term("csat", "满意度", "Satisfaction", "15", CSAT),
        Term("fcr", "一次解决率", "First-contact resolution", "15", FCR),
        Term("volume", "话务量", "Volume", "15", VOLUME),
        Term("handle_time", "处理时长", "Handle time", "5", QueueBand("handle_time")),
        Term("adherence", "班表遵守", "Adherence", "10", ADHERENCE),
        Term("training", "培训", "Training", "10", TRAINING),
    ),
    (Cap("qa", "79", below="80"), Cap("critical_errors", "79", at_least="1")),
)

LEAD = Rules(
    (
        Term("members", "组员评分卡", "Members' scorecards", "70", Members()),
        Term("service_level", "服务水平", "Service level", "15", SERVICE_LEVEL),
        Term("attendance", "班组出勤", "Attendance of the team", "15", ATTENDANCE),
    )
)

CENTRE = Rules(
    (
        Term("members", "班组长评分卡", "Leads' scorecards", "70", Members()),
        Term("service_level", "服务水平", "Service level", "20", SERVICE_LEVEL),
        Term("attendance", "全员出勤", "Attendance", "10", ATTENDANCE),
    )
)

DEFAULT_SHEETS: dict[Tier, Rules] = {"agent": AGENT, "lead": LEAD, "centre": CENTRE}

CLASSIC = Rules(
    (
        Term("volume", "话务量指标", "Volume index", "1", VolumeIndex()),
        Term("quality", "服务质量指标", "Quality index", "1", QualityIndex()),
        Term("training", "培训考核指标", "Training index", "1", TrainingIndex()),
    )
)
"""The three classic formulas as one sheet, for centres that have always counted so."""
