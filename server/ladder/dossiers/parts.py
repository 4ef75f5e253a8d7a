"""The parts of a dossier, made from what was judged: frozen evidence and verdicts of a cycle, or those as of a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from career.evidence import Deed, Evidence, MonthFacts, Sample, View
from career.exact import MICRO, format_ratio
from career.names import Names, called
from career.readiness import Readiness
from career.review import Candidacy
from career.sentences import sentence
from career.verdict import Verdict
from career.versions import Asked, Step
from server.ladder.dossiers import words
from server.ladder.dossiers.document import Column, Part, Shape, Value, both, seen
from server.wire import Bilingual

Row = tuple[Value, ...]


class Told(Struct, frozen=True, kw_only=True):
    """What the parts call people and things by."""

    names: Names = Names()
    people: Mapping[str, Bilingual] = {}
    """Actor keys and who they are."""
    contests: Mapping[str, Bilingual] = {}
    """Contests by the reference their deeds carry."""
    places: Mapping[str, tuple[int, int]] = {}
    """The place taken in a contest and how many were ranked, by the same reference."""

    def person(self, who: str | None) -> Value:
        """A person by key; one who is not known any more stays a key."""
        return None if who is None else self.people.get(who, who)


def criteria(step: Step, readiness: Readiness, told: Told) -> Part:
    """What the step asks, and what was found."""
    rows = [_judged(one, found, told) for one, found in zip(step.enabled, readiness.verdicts, strict=False)]
    shapes: dict[str, Shape] = {"value": "number", "threshold": "number"}
    return _part("criteria", ("criterion", "asks", "role", "verdict", "value", "threshold", "reason"), rows, shapes)


def _judged(asked: Asked, verdict: Verdict, told: Told) -> Row:
    return (
        both(asked.zh, asked.en),
        both(*sentence(asked.criterion, told.names)),
        words.ROLES[asked.role],
        words.verdict(verdict.status),
        None if verdict.value is None else format_ratio(verdict.value, 4),
        None if verdict.threshold is None else format_ratio(verdict.threshold, 4),
        words.reason(verdict.reason),
    )


def decision(candidacy: Candidacy, told: Told) -> list[Part]:
    """What two people decided and why, and the appeal against it; nothing of what is not decided yet."""
    found = []
    taken = candidacy.decision
    if taken is not None and taken.confirmed_on is not None:
        row = (
            words.decision(taken.kind),
            seen(taken.reason),
            told.person(taken.by),
            taken.on.isoformat(),
            told.person(taken.confirmed_by),
            taken.confirmed_on.isoformat(),
        )
        columns = ("decision", "grounds", "proposed_by", "proposed_on", "confirmed_by", "confirmed_on")
        found.append(_part("decision", columns, [row], {"proposed_on": "date", "confirmed_on": "date"}))
    appeal = candidacy.appeal
    if appeal is not None:
        answer = (
            appeal.on.isoformat(),
            seen(appeal.reason),
            words.APPEALS[appeal.outcome],
            seen(appeal.answer) or None,
            told.person(appeal.answered_by),
            appeal.answered_on.isoformat() if appeal.answered_on else None,
        )
        columns = ("on", "grounds", "outcome", "answer", "answered_by", "answered_on")
        found.append(_part("appeal", columns, [answer], {"on": "date", "answered_on": "date"}))
    return found


def evidence(found: Evidence, as_of: date, told: Told) -> list[Part]:
    """Everything dated before the day, part by part, in the order in which a reader asks for it."""
    view = View(found, as_of)
    months = sorted(
        ((month, facts) for month, facts in found.months.items() if month <= view.last), key=lambda one: one[0]
    )
    return [
        _levels(found, as_of),
        _scorecards(months),
        _measured(months, told),
        _exams(found, as_of, told),
        _courses(found, as_of, told),
        _archive(found, as_of, told),
        _contests(found, as_of, told),
        _honors(found, as_of, told),
    ]


def _levels(found: Evidence, as_of: date) -> Part:
    held = sorted((one for one in found.levels if one.since < as_of), key=lambda one: one.since)
    rows = [(one.since.isoformat(), words.level(one.level)) for one in held]
    return _part("levels", ("since", "level"), rows, {"since": "date"})


def _scorecards(months: Sequence[tuple[int, MonthFacts]]) -> Part:
    """From the first month with a score on; those before it, of which nothing was ever published, say nothing."""
    first = next((month for month, facts in months if facts.score is not None), None)
    rows = [
        (
            _month(month),
            None if facts.score is None else format_ratio((facts.score, MICRO)),
            None if facts.half_days is None else format_ratio((facts.half_days, 2)),
            words.SOURCES[facts.carried_over],
        )
        for month, facts in months
        if first is not None and month >= first
    ]
    return _part("scorecards", ("month", "score", "days", "source"), rows, {"score": "number", "days": "number"})


def _measured(months: Iterable[tuple[int, MonthFacts]], told: Told) -> Part:
    rows = [
        (
            _month(month),
            both(*told.names.metric(code)),
            str(sample.n),
            format_ratio((sample.sum_value, MICRO)),
            _mean(sample),
        )
        for month, facts in months
        for code, sample in sorted(facts.samples.items())
    ]
    shapes: dict[str, Shape] = {"count": "number", "sum": "number", "mean": "number"}
    return _part("measured", ("month", "metric", "count", "sum", "mean"), rows, shapes)


def _exams(found: Evidence, as_of: date, told: Told) -> Part:
    rows: list[Row] = [
        (one.on.isoformat(), both(*told.names.exam(exam)), format_ratio((one.value, MICRO)))
        for exam, results in found.exams.items()
        for one in results
        if one.on < as_of
    ]
    rows += [
        (one.on.isoformat(), words.THINGS["test_call"], format_ratio((one.value, MICRO)))
        for one in found.test_calls
        if one.on < as_of
    ]
    return _part("exams", ("on", "exam", "result"), _in_order(rows), {"on": "date", "result": "number"})


def _courses(found: Evidence, as_of: date, told: Told) -> Part:
    rows = []
    for one in sorted(found.courses, key=lambda course: (course.assigned, course.course)):
        if one.assigned >= as_of:
            continue
        practice = sorted(day for day in one.practice if day < as_of)
        attended = one.attended if one.attended is not None and one.attended < as_of else None
        rows.append(
            (
                both(*told.names.course(one.course)),
                one.assigned.isoformat(),
                attended.isoformat() if attended else None,
                str(len(practice)),
                ", ".join(day.isoformat() for day in practice) or None,
            )
        )
    shapes: dict[str, Shape] = {"assigned": "date", "attended": "date", "practised": "number"}
    return _part("courses", ("course", "assigned", "attended", "practised", "practice"), rows, shapes)


def _archive(found: Evidence, as_of: date, told: Told) -> Part:
    """Onboarding, posts, what was done for others, endorsements, education, skills, and what people judged."""
    rows: list[Row] = [
        (
            mark.on.isoformat(),
            words.THINGS["gate"],
            _gate(mark.stage, mark.result, mark.reason),
            told.person(mark.by or None),
        )
        for mark in found.gates
        if mark.on < as_of
    ]
    rows += [
        (post.starts.isoformat(), words.THINGS["post"], both(*_until(called(post.post), post.ends, as_of)), None)
        for post in found.posts
        if post.starts < as_of
    ]
    rows += [
        (deed.on.isoformat(), words.THINGS.get(kind, both(*called(kind))), None, None)
        for kind, deeds in found.deeds.items()
        for deed in deeds
        if deed.on < as_of
    ]
    rows += [
        (one.on.isoformat(), words.THINGS["endorsement"], both(*called(one.role)), told.person(one.by))
        for one in found.endorsements
        if one.on < as_of
    ]
    rows += [
        (deed.on.isoformat(), words.THINGS["education"], both(*called(proof)), None)
        for proof, deeds in found.education.items()
        for deed in deeds
        if deed.on < as_of
    ]
    rows += [
        (since.isoformat(), words.THINGS["skill"], both(*told.names.skills.get(queue, called(queue))), None)
        for queue, since in found.skills.items()
        if since < as_of
    ]
    rows += [
        (mark.on.isoformat(), words.THINGS["mark"], _mark(about, mark.met, mark.reason), told.person(mark.by))
        for about, marks in found.marks.items()
        for mark in marks
        if mark.on < as_of
    ]
    return _part("archive", ("on", "what", "detail", "by"), _in_order(rows), {"on": "date"})


def _contests(found: Evidence, as_of: date, told: Told) -> Part:
    """A row a contest: what was done in it, and the place of the final result."""
    by_contest: dict[Deed, list[str]] = {}
    for honor in ("took_part", "podium", "improvement_award", "ran"):
        for deed in found.contests.get(honor, ()):
            if deed.on < as_of:
                by_contest.setdefault(deed, []).append(honor)
    rows: list[Row] = []
    for deed, honors in by_contest.items():
        # Who stood on the podium took part.
        said = [words.THINGS[one] for one in honors if one != "took_part" or "podium" not in honors]
        what = both("、".join(one.zh for one in said), ", ".join(one.en for one in said))
        place: tuple[Value, Value] = (None, None)
        if deed.ref in told.places:
            place = (str(told.places[deed.ref][0]), str(told.places[deed.ref][1]))
        rows.append((deed.on.isoformat(), told.contests.get(deed.ref, deed.ref or None), what, *place))
    shapes: dict[str, Shape] = {"on": "date", "place": "number", "field": "number"}
    return _part("contests", ("on", "contest", "what", "place", "field"), _in_order(rows), shapes)


def _honors(found: Evidence, as_of: date, told: Told) -> Part:
    rows: list[Row] = [
        (deed.on.isoformat(), both(*told.names.badges.get(badge, called(badge))), words.THINGS["badge"])
        for badge, deeds in found.badges.items()
        for deed in deeds
        if deed.on < as_of
    ]
    rows += [
        (deed.on.isoformat(), told.contests.get(deed.ref, deed.ref or None), words.THINGS["improvement_award"])
        for deed in found.contests.get("improvement_award", ())
        if deed.on < as_of
    ]
    return _part("honors", ("on", "honor", "what"), _in_order(rows), {"on": "date"})


def _part(code: str, columns: tuple[str, ...], rows: Iterable[Row], shapes: Mapping[str, Shape]) -> Part:
    heads = tuple(Column(words.COLUMNS[one], shapes.get(one, "text")) for one in columns)
    return Part(code, words.PARTS[code], heads, tuple(rows), words.NOTES.get(code))


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row[0]))


def _month(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _mean(sample: Sample) -> str | None:
    """Rounded for reading; the sum and the count beside it are exact."""
    return format_ratio((sample.sum_weighted, sample.sum_weight * MICRO), 4) if sample.sum_weight else None


def _gate(stage: str, result: str, reason: str) -> Bilingual:
    name, how = words.stage(stage), words.GATES[result]
    why = f": {reason}" if reason else ""
    return both(f"{name.zh}　{how.zh}{why}", f"{name.en}, {how.en.lower()}{why}")


def _mark(about: str, met: bool, reason: str) -> Bilingual:
    name, how = called(about), words.verdict("met" if met else "not_met")
    return both(f"{name[0]}　{how.zh}: {reason}", f"{name[1]}, {how.en.lower()}: {reason}")


def _until(name: tuple[str, str], ends: date | None, as_of: date) -> tuple[str, str]:
    if ends is None or ends >= as_of:
        return f"{name[0]}（在任）", f"{name[1]} (still held)"
    return f"{name[0]}（至 {ends.isoformat()}）", f"{name[1]} (until {ends.isoformat()})"
