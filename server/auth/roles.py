"""Which role may do what; the one table that every guard and every page's menu asks."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a role may be allowed to do. Tokens name these as their scopes."""

    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    PEOPLE_ERASE = "people.erase"
    PEOPLE_PERSONAL = "people.personal"
    """Hire dates, contracts, leave, rosters: of everybody, for a lead of the own teams, for an agent of oneself."""
    LEAVE_KIND = "leave.kind"
    METRICS_READ = "metrics.read"
    METRICS_WRITE = "metrics.write"
    FACTS_READ = "facts.read"
    FACTS_WRITE = "facts.write"
    QUARANTINE_MANAGE = "quarantine.manage"
    MAPPINGS_WRITE = "mappings.write"
    TEMPLATES_READ = "templates.read"
    TEMPLATES_WRITE = "templates.write"
    CONTESTS_READ = "contests.read"
    CONTESTS_LAUNCH = "contests.launch"
    CONTESTS_MANAGE = "contests.manage"
    RESULTS_SIGN = "results.sign"
    """Sign a result that two persons sign, and apply corrections that somebody else proposed."""
    BOARDS_FULL = "boards.full"
    BOARDS_OWN = "boards.own"
    BOARDS_WALL = "boards.wall"
    REVIEWS_HANDLE = "reviews.handle"
    """Look into what seems odd about a contest; each case only for who is outside the teams concerned."""
    CAREER_READ = "career.read"
    """Readiness, scorecards and evidence: of everybody, for a lead of the own teams, for an agent of oneself."""
    RECORDS_WRITE = "records.write"
    """Enter what training, quality and the files of the past say about a person."""
    CRITERIA_WRITE = "criteria.write"
    SCORECARDS_WRITE = "scorecards.write"
    """Change what the monthly scorecard asks, and publish a month."""
    CYCLES_RUN = "cycles.run"
    """Open review cycles, move them, give notice, close them."""
    CYCLES_DECIDE = "cycles.decide"
    """Propose or confirm decisions about people's careers; one of two."""
    CYCLES_RECOMMEND = "cycles.recommend"
    """Nominate and recommend members of the own teams."""
    CYCLES_OWN = "cycles.own"
    """Nominate oneself, read the own decision, appeal."""
    DOSSIERS_READ = "dossiers.read"
    """Everybody's dossiers. They hold what people scored as trainees, so it goes with `training.manage`."""
    TRAINING_MANAGE = "training.manage"
    """Keep courses, exams, classes and plans, and see what becomes of those trained."""
    TRAINING_LEARN = "training.learn"
    """The own plan, exams, practice and log; mentors and class teachers see more by assignment, not by role."""
    QUALITY_MANAGE = "quality.manage"
    QUALITY_EVALUATE = "quality.evaluate"
    """Judge calls, never of the own line."""
    QUALITY_READ = "quality.read"
    """Evaluations: of everybody, for a lead of the own teams, for an agent of oneself."""
    QUALITY_ASSIGNED = "quality.assigned"
    """Judge the calls that were assigned, and see nothing else."""
    KUDOS_GIVE = "kudos.give"
    """Thank colleagues, and see what the own team was thanked for."""
    KUDOS_MANAGE = "kudos.manage"
    """Say how often one may thank, and for what."""
    BADGES_READ = "badges.read"
    """What can be earned, the own awards, and what others show of theirs."""
    BADGES_WRITE = "badges.write"
    """Say what earns a badge."""
    BADGES_GIVE = "badges.give"
    """Give a badge whose rule names the own role, with a reason."""
    CERTIFICATES_PRINT = "certificates.print"
    """Print certificates: a lead those of the own teams, operations and HR everybody's."""
    CERTIFICATES_GRANT = "certificates.grant"
    """Give a certificate in words of one's own, for what no rule knows of."""
    LOOK_WRITE = "look.write"
    """Say how the centre looks: name, logo, colour, seal and signatures."""
    HONORS_MANAGE = "honors.manage"
    """Say what collective honors follow from, and keep titles that others awarded."""
    REWARDS_OWN = "rewards.own"
    """The own points, and what they can be had for."""
    REWARDS_GIVE = "rewards.give"
    """Give points out of a budget: a lead to the own people, operations and HR to everybody."""
    REWARDS_MANAGE = "rewards.manage"
    """Keep budgets, catalogue, ledger and seasons, and approve what is above a limit; never one's own."""
    DISPLAYS_CONFIRM = "displays.confirm"
    DISPLAYS_MANAGE = "displays.manage"
    TOKENS_MANAGE = "tokens.manage"
    ACCOUNTS_MANAGE = "accounts.manage"
    AUDIT_READ = "audit.read"
    AUDIT_CAREERS = "audit.careers"
    """The part of the audit trail that tells of people's careers and what they rest on."""
    RETENTION_MANAGE = "retention.manage"
    """Say how long personal data is kept."""
    DOCTOR_READ = "doctor.read"


class Role(StrEnum):
    """What somebody is in the centre; `display` is a paired wall and never an account."""

    ADMIN = "admin"
    OPS = "ops"
    HR = "hr"
    LEAD = "lead"
    ANALYST = "analyst"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    AGENT = "agent"
    DISPLAY = "display"


P = Permission

_WATCHING = frozenset({P.METRICS_READ, P.CONTESTS_READ, P.BOARDS_WALL})
_STAFF = _WATCHING | {P.PEOPLE_READ, P.FACTS_READ, P.TEMPLATES_READ, P.BOARDS_FULL}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # An administrator keeps the service and decides nothing about people.
    Role.ADMIN: frozenset(Permission)
    - {
        P.LEAVE_KIND,
        P.CYCLES_RUN,
        P.CYCLES_DECIDE,
        P.CYCLES_RECOMMEND,
        P.CYCLES_OWN,
        P.CRITERIA_WRITE,
        P.RECORDS_WRITE,
        P.DOSSIERS_READ,
        P.TRAINING_MANAGE,
        P.QUALITY_EVALUATE,
        P.QUALITY_READ,
        P.QUALITY_ASSIGNED,
        P.KUDOS_GIVE,
        P.KUDOS_MANAGE,
        P.REWARDS_OWN,
        P.REWARDS_GIVE,
        P.REWARDS_MANAGE,
        P.BADGES_WRITE,
        P.BADGES_GIVE,
        P.HONORS_MANAGE,
        P.CERTIFICATES_PRINT,
        P.CERTIFICATES_GRANT,
    },
    Role.OPS: _STAFF
    | {
        P.PEOPLE_WRITE,
        P.PEOPLE_PERSONAL,
        P.METRICS_WRITE,
        P.FACTS_WRITE,
        P.QUARANTINE_MANAGE,
        P.MAPPINGS_WRITE,
        P.TEMPLATES_WRITE,
        P.CONTESTS_LAUNCH,
        P.CONTESTS_MANAGE,
        P.RESULTS_SIGN,
        P.BOARDS_OWN,
        P.DISPLAYS_CONFIRM,
        P.REVIEWS_HANDLE,
        P.DISPLAYS_MANAGE,
        P.DOCTOR_READ,
        P.CAREER_READ,
        P.SCORECARDS_WRITE,
        P.CYCLES_DECIDE,
        P.QUALITY_MANAGE,
        P.QUALITY_READ,
        P.TRAINING_LEARN,
        P.KUDOS_GIVE,
        P.KUDOS_MANAGE,
        P.REWARDS_OWN,
        P.REWARDS_GIVE,
        P.REWARDS_MANAGE,
        P.BADGES_READ,
        P.BADGES_WRITE,
        P.BADGES_GIVE,
        P.HONORS_MANAGE,
        P.CERTIFICATES_PRINT,
        P.LOOK_WRITE,
    },
    Role.HR: _STAFF
    | {
        P.PEOPLE_WRITE,
        P.PEOPLE_PERSONAL,
        P.PEOPLE_ERASE,
        P.LEAVE_KIND,
        P.RESULTS_SIGN,
        P.CAREER_READ,
        P.RECORDS_WRITE,
        P.CRITERIA_WRITE,
        P.SCORECARDS_WRITE,
        P.CYCLES_RUN,
        P.CYCLES_DECIDE,
        P.DOSSIERS_READ,
        P.AUDIT_CAREERS,
        P.TRAINING_MANAGE,
        P.TRAINING_LEARN,
        P.QUALITY_READ,
        P.KUDOS_GIVE,
        P.KUDOS_MANAGE,
        P.REWARDS_OWN,
        P.REWARDS_GIVE,
        P.REWARDS_MANAGE,
        P.BADGES_READ,
        P.BADGES_WRITE,
        P.BADGES_GIVE,
        P.HONORS_MANAGE,
        P.CERTIFICATES_PRINT,
        P.CERTIFICATES_GRANT,
    },
    Role.LEAD: _STAFF
    | {
        P.PEOPLE_PERSONAL,
        P.CONTESTS_LAUNCH,
        P.BOARDS_OWN,
        P.DISPLAYS_CONFIRM,
        P.CAREER_READ,
        P.CYCLES_RECOMMEND,
        P.CYCLES_OWN,
        P.TRAINING_LEARN,
        P.QUALITY_READ,
        P.KUDOS_GIVE,
        P.REWARDS_OWN,
        P.REWARDS_GIVE,
        P.BADGES_READ,
        P.BADGES_GIVE,
        P.CERTIFICATES_PRINT,
    },
    Role.ANALYST: _STAFF
    | {
        P.REVIEWS_HANDLE,
        P.QUALITY_MANAGE,
        P.QUALITY_EVALUATE,
        P.QUALITY_READ,
        P.TRAINING_LEARN,
        P.KUDOS_GIVE,
        P.REWARDS_OWN,
        P.BADGES_READ,
        P.BADGES_GIVE,
    },
    Role.TRAINER: _STAFF
    | {
        P.RECORDS_WRITE,
        P.TRAINING_MANAGE,
        P.TRAINING_LEARN,
        P.QUALITY_READ,
        P.KUDOS_GIVE,
        P.REWARDS_OWN,
        P.BADGES_READ,
        P.BADGES_GIVE,
    },
    # Comes from outside and sees assigned calls only.
    Role.ASSESSOR: frozenset({P.QUALITY_ASSIGNED}),
    Role.AGENT: _WATCHING
    | {
        P.PEOPLE_READ,
        P.FACTS_READ,
        P.BOARDS_OWN,
        P.CAREER_READ,
        P.CYCLES_OWN,
        P.TRAINING_LEARN,
        P.QUALITY_READ,
        P.KUDOS_GIVE,
        P.REWARDS_OWN,
        P.BADGES_READ,
    },
    Role.DISPLAY: frozenset({P.BOARDS_WALL}),
}

EVERYBODYS_PERSONAL_DATA = frozenset({Role.ADMIN, Role.OPS, Role.HR})
"""Roles whose `people.personal` is not limited to the teams they lead."""
