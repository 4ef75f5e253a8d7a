"""Criteria that rest on people: mentoring, coaching, endorsements, education as a bonus, and what somebody judges by hand."""

from collections.abc import Iterator
from functools import cached_property

from career.criteria.base import Code, Count, Criterion, Months, counted, deeds_seen, micro, refs
from career.evidence import View
from career.exact import MICRO, ONE, ZERO, Decimal, parse_decimal
from career.refusal import Fault
from career.verdict import Verdict

BONUS_CAP = 5 * MICRO
"""Education adds at most 5 per cent."""


class Mentoring(Criterion, frozen=True, tag="mentoring"):
    """Mentored so many trainees to the end of their time with the mentor."""

    at_least: Count = 1
    in_level: bool = True

    def judge(self, view: View) -> Verdict:
        """A trainee counts on the day the mentoring was completed."""
        done = deeds_seen(view, view.evidence.deeds.get("mentored", ()), self.in_level, None)
        return counted(len(done), self.at_least, refs(done))


class Coaching(Criterion, frozen=True, tag="coaching"):
    """Kept a coaching log with so many entries."""

    at_least: Count = 1
    in_level: bool = True

    def judge(self, view: View) -> Verdict:
        """Each entry counts once."""
        done = deeds_seen(view, view.evidence.deeds.get("coached", ()), self.in_level, None)
        return counted(len(done), self.at_least, refs(done))


class Endorsement(Criterion, frozen=True, tag="endorsement"):
    """So many people of a role (or of any) vouch for the candidate."""

    at_least: Count = 1
    role: Code | None = None
    months: Months | None = None

    def judge(self, view: View) -> Verdict:
        """Two endorsements of the same person are one; nobody endorses oneself."""
        evidence = view.evidence
        given = [one for one in evidence.endorsements if self.role in (None, one.role) and one.by != evidence.agent]
        seen = {one.by: one for one in given if view.counts(one.on, in_level=True, months=self.months)}
        return counted(len(seen), self.at_least, tuple([one.ref or f"endorsement:{one.by}" for one in seen.values()]))


class Education(Criterion, frozen=True, tag="education"):
    """A bonus in per cent by the centre's codes of education, at most 5; it is never required of anybody."""

    bonus: dict[str, Decimal]

    @cached_property
    def _bonus(self) -> dict[str, int]:
        return {code: min(parse_decimal(text), BONUS_CAP) for code, text in self.bonus.items()}

    def judge(self, view: View) -> Verdict:
        """The value is the best bonus of what is proven; progress is its part of the largest possible one."""
        earned, evidence = 0, ""
        for code, deeds in view.evidence.education.items():
            found = self._bonus.get(code, 0)
            if found > earned and any(view.counts(deed.on) for deed in deeds):
                earned, evidence = found, f"education:{code}"
        if not earned:
            return Verdict("no_data", "no_bonus", None, micro(BONUS_CAP), ZERO)
        return Verdict("met", "bonus", micro(earned), micro(BONUS_CAP), (earned, BONUS_CAP), (evidence,))

    def faults(self) -> Iterator[Fault]:
        """A bonus takes nothing away and stays under the cap."""
        for code, text in self.bonus.items():
            if not 0 <= parse_decimal(text) <= BONUS_CAP:
                yield Fault("bonus_above_cap", f"bonus.{code}", text)


class Manual(Criterion, frozen=True, tag="manual"):
    """A free criterion that somebody judges by hand, with a reason."""

    about: Code
    months: Months | None = None
    in_level: bool = True

    def judge(self, view: View) -> Verdict:
        """The latest judgement counts; on the same day the one entered last."""
        latest = None
        for mark in view.evidence.marks.get(self.about, ()):
            counts = view.counts(mark.on, in_level=self.in_level, months=self.months)
            if counts and (latest is None or mark.on >= latest.on):
                latest = mark
        if latest is None:
            return Verdict("no_data", "not_judged", None, ONE)
        evidence = (latest.ref or f"mark:{self.about}:{latest.on.isoformat()}",)
        if latest.met:
            return Verdict("met", "judged_met", ONE, ONE, ONE, evidence)
        return Verdict("not_met", "judged_not_met", ZERO, ONE, ZERO, evidence)
