"""Writes a subject down as a document: the head, and the parts in the order in which a reader asks for them."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from career.review import Decision
from server.ladder.dossiers import parts, words
from server.ladder.dossiers.document import Document, Fact, Kind, Part, Shape, Value, both
from server.ladder.dossiers.parts import Told
from server.ladder.dossiers.subject import Subject
from server.wire import Bilingual


def dossier(subject: Subject, told: Told, centre: Bilingual, number: str, address: str, now: datetime) -> Document:
    """Everything the centre has on record about a career, as of the subject's day."""
    found = [_of_step(parts.criteria(one.step, one.readiness, told), one.step.target) for one in subject.judged]
    if subject.candidacy is not None:
        found += parts.decision(subject.candidacy, told)
    found += parts.evidence(subject.evidence, subject.as_of, told)
    return _document("dossier", subject, centre, number, address, now, _head(subject), tuple(found))


def certificate(subject: Subject, centre: Bilingual, number: str, address: str, now: datetime) -> Document:
    """What is handed to somebody who was promoted."""
    cycle, candidacy = subject.cycle, subject.candidacy
    if cycle is None or candidacy is None:
        raise ValueError("a certificate needs a promotion")
    target, day = words.level(candidacy.target), cycle.effective
    head = (_fact("level", target), _fact("effective", day.isoformat(), "date"), _fact("cycle", cycle.name))
    says = both(
        f"经评审，自 {day.year} 年 {day.month} 月 {day.day} 日起晋升为{target.zh}坐席。特发此证，以资鼓励。",
        f"Promoted to {target.en.lower()} agent with effect from {day_in_english(day)}, by decision of the review.",
    )
    if candidacy.target in {"deputy_lead", "team_lead", "supervisor"}:
        says = both(says.zh.replace("坐席", ""), says.en.replace(" agent", ""))
    written = _document("certificate", subject, centre, number, address, now, head, ())
    return replace(written, says=says)


def _document(
    kind: Kind,
    subject: Subject,
    centre: Bilingual,
    number: str,
    address: str,
    now: datetime,
    head: tuple[Fact, ...],
    found: tuple[Part, ...],
) -> Document:
    return Document(
        kind=kind,
        number=number,
        issued=now.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        as_of=subject.as_of,
        centre=centre,
        verify=f"{address.rstrip('/')}/verify?number={number}",
        title=words.TITLES[kind],
        name=both(subject.name.zh, subject.name.en),
        head=head,
        parts=found,
    )


def _head(subject: Subject) -> tuple[Fact, ...]:
    facts = [
        _fact("code", subject.code),
        _fact("site", subject.site),
        _fact("team", subject.team),
        _fact("level", words.level(subject.level)),
        _fact("hired", subject.hired.isoformat(), "date"),
    ]
    cycle, candidacy = subject.cycle, subject.candidacy
    if cycle is not None and candidacy is not None:
        facts += [
            _fact("cycle", cycle.name),
            _fact("step", _way(candidacy.source, candidacy.target)),
            _fact("state", words.state(candidacy.state)),
        ]
        if (decision := _decided(candidacy.decision)) is not None:
            facts.append(_fact("decision", words.decision(decision.kind)))
            if decision.kind == "promote" and cycle.noticed is not None:
                facts.append(_fact("effective", cycle.effective.isoformat(), "date"))
    if subject.judged:
        facts.append(_fact("criteria", subject.judged[0].version))
    return tuple(facts)


def _decided(decision: Decision | None) -> Decision | None:
    return decision if decision is not None and decision.confirmed_by is not None else None


def _fact(key: str, value: Value, shape: Shape = "text") -> Fact:
    return Fact(words.HEAD[key], shape, value)


def _way(source: str, target: str) -> Bilingual:
    here, there = words.level(source), words.level(target)
    return Bilingual(zh=f"{here.zh} → {there.zh}", en=f"{here.en} → {there.en}")


def _of_step(part: Part, target: str) -> Part:
    """A title that says which step, because somebody may stand before several."""
    name = words.level(target)
    return replace(part, title=Bilingual(zh=f"{part.title.zh} → {name.zh}", en=f"Criteria → {name.en}"))


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_english(day: date) -> str:
    """A day as certificates say it: 3 January 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
