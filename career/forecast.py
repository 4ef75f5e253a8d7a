"""What lies ahead: the trend of each criterion and the honest earliest day of readiness, with what it assumes."""

from datetime import date

from msgspec import Struct

from career.evidence import View
from career.readiness import Readiness
from career.verdict import Ahead, Trend
from career.versions import Step


class Outlook(Struct, frozen=True):
    """Trend and date of each criterion, in the order of the verdicts; and one day for all.

    `on` is only there where every open required criterion can say: an exam nobody has registered for has no date, and a
    mean that has to rise has none either.
    """

    trends: tuple[Trend | None, ...]
    ahead: tuple[Ahead | None, ...]
    on: date | None = None
    assumptions: tuple[str, ...] = ()


def outlook(step: Step, view: View, readiness: Readiness) -> Outlook:
    """For one person's page; a round for thousands does without."""
    trends, ahead, needed = [], [], []
    honest = readiness.state in {"nearly", "developing"}
    for one, verdict in zip(step.enabled, readiness.verdicts, strict=True):
        trends.append(one.criterion.trend(view) if verdict.asked else None)
        found = None if verdict.met or readiness.blockers else one.criterion.ahead(view)
        if found is not None and found.on < view.as_of:
            found = None
        ahead.append(found)
        if one.role == "required" and not verdict.met:
            honest = honest and found is not None
            needed += [found] if found is not None else []
    if not honest or not needed:
        return Outlook(tuple(trends), tuple(ahead))
    return Outlook(
        tuple(trends),
        tuple(ahead),
        max(one.on for one in needed),
        tuple(sorted({one.assumption for one in needed})),
    )
