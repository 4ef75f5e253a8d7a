"""Every page as somebody sees it: who looks, at which address, in which area, and which sizes documents show.

`tests/test_photographs.py` holds the list against the addresses that the front end knows.
"""

from typing import NamedTuple

SIZES = {"wall": (1920, 1080), "desk": (1440, 900), "phone": (390, 844)}


class Shot(NamedTuple):
    """A page as somebody sees it; names in braces are filled in by `finding.numbers`."""

    name: str
    login: str
    path: str
    shown: tuple[str, ...] = ()
    """The sizes that documents show by themselves."""


AREAS: dict[str, tuple[Shot, ...]] = {
    "contests": (
        Shot("contests", "lead", "/", ("desk",)),
        Shot("launch", "lead", "/launch", ("desk",)),
        Shot("contest", "lead", "/contests/{contest}", ("desk",)),
        Shot("contest-over", "ops", "/contests/{over}"),
        Shot("league", "lead", "/contests/{league}"),
        Shot("cup", "ops", "/contests/{cup}"),
        Shot("calendar", "lead", "/calendar", ("desk",)),
        Shot("series", "ops", "/series"),
        Shot("series-one", "ops", "/series/{series}"),
        Shot("series-new", "ops", "/series/new"),
        Shot("templates", "ops", "/templates"),
        Shot("template", "ops", "/templates/weekly_service"),
        Shot("teams", "ops", "/teams"),
        Shot("team", "lead", "/teams/{team}"),
        Shot("reviews", "ops", "/reviews"),
        Shot("appeals", "ops", "/appeals"),
        Shot("teaches", "ops", "/teaches"),
    ),
    "agent": (
        Shot("me", "agent", "/me", ("phone",)),
        Shot("path", "agent", "/path", ("phone",)),
        Shot("news", "agent", "/news", ("phone",)),
        Shot("sight", "agent", "/sight"),
        Shot("my-badges", "agent", "/my-badges", ("phone",)),
        Shot("my-certificates", "agent", "/my-certificates"),
        Shot("my-review", "agent", "/my-review"),
        Shot("my-dossiers", "agent", "/my-dossiers"),
        Shot("my-exams", "agent", "/my-exams"),
        Shot("sitting", "{sitter}", "/sittings/{sitting}"),
        Shot("my-learning", "agent", "/my-learning"),
        Shot("care", "agent", "/care"),
        Shot("kudos", "agent", "/kudos"),
        Shot("points", "agent", "/points"),
        Shot("onboarding", "{newcomer_login}", "/onboarding"),
        Shot("evaluation", "agent", "/qa/{evaluation}"),
    ),
    "honors": (
        Shot("badges", "lead", "/badges", ("desk",)),
        Shot("badge", "lead", "/badges/qa_95"),
        Shot("badge-form", "ops", "/badges/qa_95/edit"),
        Shot("shelf", "lead", "/shelves/{agent}"),
        Shot("honors", "lead", "/honors"),
        Shot("banner", "lead", "/honors/banner/{site}"),
        Shot("hall", "lead", "/honors/hall"),
        Shot("titles", "hr", "/honors/titles"),
        Shot("honors-rules", "ops", "/honors/rules"),
        Shot("certificates", "hr", "/certificates"),
        Shot("look", "admin", "/look"),
        Shot("points-give", "lead", "/points/give"),
        Shot("points-keep", "ops", "/points/keep"),
        Shot("kudos-lead", "lead", "/kudos"),
        Shot("kudos-rules", "ops", "/kudos/rules"),
    ),
    "careers": (
        Shot("readiness", "hr", "/readiness", ("desk",)),
        Shot("readiness-compare", "hr", "/readiness/compare?agents={compared}"),
        Shot("candidate", "hr", "/readiness/{agent}", ("desk",)),
        Shot("records", "hr", "/records?agent={agent}"),
        Shot("criteria", "hr", "/criteria"),
        Shot("criteria-version", "hr", "/criteria/default-1"),
        Shot("cycles", "hr", "/cycles"),
        Shot("fairness", "hr", "/cycles/fairness"),
        Shot("cycle-new", "hr", "/cycles/new"),
        Shot("cycle", "hr", "/cycles/{cycle}", ("desk",)),
        Shot("cycle-edit", "hr", "/cycles/{cycle}/edit"),
        Shot("cycle-compare", "hr", "/cycles/{cycle}/compare?agents={compared}"),
        Shot("coaching", "lead", "/coaching"),
        Shot("my-candidates", "lead", "/my-candidates"),
        Shot("dossiers", "hr", "/dossiers"),
        Shot("dossier", "hr", "/dossiers/{dossier}"),
        Shot("support", "hr", "/support"),
        Shot("scorecards", "hr", "/scorecards"),
        Shot("scorecard-agent", "hr", "/scorecards/agent/{agent}"),
        Shot("scorecard-lead", "hr", "/scorecards/lead/{team}"),
        Shot("scorecard-centre", "hr", "/scorecards/centre/{site}"),
        Shot("scorecard-rules", "ops", "/scorecards/rules"),
    ),
    "training": (
        Shot("classes", "trainer", "/classes"),
        Shot("class", "trainer", "/classes/{class}"),
        Shot("class-days", "trainer", "/classes/{class}/days"),
        Shot("trainee", "trainer", "/trainees/{trainee}"),
        Shot("approvals", "trainer", "/classes/approvals"),
        Shot("mentor", "deputy", "/onboarding"),
        Shot("archive", "trainer", "/archive/{newcomer}"),
        Shot("courses", "trainer", "/courses"),
        Shot("course-new", "trainer", "/courses/new"),
        Shot("course", "trainer", "/courses/{course}"),
        Shot("course-form", "trainer", "/courses/{course}/edit"),
        Shot("course-effect", "trainer", "/courses/{course}/effect"),
        Shot("exams", "trainer", "/exams"),
        Shot("exam", "trainer", "/exams/{exam}"),
    ),
    "quality": (
        Shot("qa", "analyst", "/qa"),
        Shot("judge", "analyst", "/qa/new"),
        Shot("evaluation-analyst", "analyst", "/qa/{evaluation}"),
        Shot("qa-forms", "analyst", "/qa/forms"),
        Shot("qa-form", "analyst", "/qa/forms/standard/1"),
        Shot("calibrations", "analyst", "/qa/calibrations"),
        Shot("calibration", "analyst", "/qa/calibrations/{calibration}"),
        Shot("samples", "analyst", "/samples"),
        Shot("samples-assessor", "assessor", "/samples"),
        Shot("sampling", "ops", "/sampling"),
        Shot("sampling-plan", "ops", "/sampling/{plan}"),
        Shot("faults", "analyst", "/faults"),
        Shot("cases", "analyst", "/cases"),
        Shot("benchmarks", "analyst", "/benchmarks"),
    ),
    "running": (
        Shot("login", "", "/login"),
        Shot("verify", "", "/verify"),
        Shot("verify-genuine", "", "/verify?number={certificate}"),
        Shot("displays", "lead", "/displays"),
        Shot("pair", "lead", "/pair"),
        Shot("people", "hr", "/people"),
        Shot("person", "hr", "/people/{agent}"),
        Shot("data", "admin", "/data"),
        Shot("quarantine", "ops", "/data?tab=quarantine"),
        Shot("metrics", "ops", "/data?tab=metrics"),
        Shot("access", "admin", "/access"),
        Shot("upkeep", "admin", "/upkeep"),
        Shot("retention", "admin", "/retention"),
        Shot("audit", "admin", "/audit"),
    ),
}
SHOTS = tuple(shot for area in AREAS.values() for shot in area)
# Photographed in the midst of a ceremony (`walls`).
REVEAL = Shot("reveal", "ops", "/contests/{frozen}/reveal")
# A board as a screen shows it; what else a paired screen shows is asked of the service (`walls`).
WALLS = (
    Shot("wall", "lead", "/wall?contest={contest}", ("wall",)),
    Shot("wall-cup", "ops", "/wall?contest={cup}"),
    Shot("wall-league", "lead", "/wall?contest={league}"),
)
# Who has an account in one language only.
ALONE = {"admin", "deputy", "assessor", ""}
