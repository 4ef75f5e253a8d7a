"""Whether rules can be played with the metrics there are, and which definitions a contest therefore keeps."""

from collections.abc import Iterable

from leaderboards.check import check
from leaderboards.formula import TARGET_PREFIX
from leaderboards.race import Race
from leaderboards.rules import Fault, Rules
from server.contests.contest import Definition
from server.errors import DomainError, declare

RULES_FAULTY = declare("rules_faulty", 422, en="These rules cannot be played: {why}.", zh="这些规则无法使用：{why}。")


def definitions_for(rules: Rules, known: dict[str, Definition]) -> tuple[Definition, ...]:
    """The definitions of every metric the rules read, by code. Raises DomainError listing every fault."""
    metrics = {code: definition.metric for code, definition in known.items()}
    refuse(check(rules, metrics))
    race = Race(rules, metrics)
    used = race.reads | {term.metric for term in rules.terms}
    if race.scoring.formula is not None:
        # A formula may ask for a metric's target without asking for its value.
        names = {name.removeprefix(TARGET_PREFIX) for name in race.scoring.formula.names}
        used |= names & known.keys()
    return tuple(known[code] for code in sorted(used))


def refuse(faults: Iterable[Fault]) -> None:
    """Raise DomainError listing every fault; without any, nothing happens."""
    found = list(faults)
    if found:
        why = "; ".join(f"{fault.where}: {fault.code} {fault.word}".rstrip() for fault in found)
        listed = [{"code": fault.code, "where": fault.where, "word": fault.word} for fault in found]
        raise DomainError(RULES_FAULTY, why=why, faults=listed)
