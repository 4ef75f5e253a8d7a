"""Groups of those who pass a door, by role and by what else a request may come with."""

ACCOUNTS = frozenset({"admin", "ops", "hr", "lead", "analyst", "trainer", "assessor", "agent"})
SCOPED, DISPLAY, NOBODY = "token:people.read", "display", "nobody"
EVERYBODY = ACCOUNTS | {SCOPED, DISPLAY, NOBODY}

ADMIN = frozenset({"admin"})
BOSSES = frozenset({"admin", "ops"})
KEEPERS = frozenset({"admin", "ops", "hr"})
STAFF = KEEPERS | {"lead", "analyst", "trainer"}
LAUNCHERS = BOSSES | {"lead"}
INSIDE = STAFF | {"agent"}
READERS = INSIDE | {SCOPED}
# The walk asks for agent A2: in the lead's team, and the agent of the agent's account. A scoped token of role ops may read
# people, but its scope leaves out what is personal.
CONCERNED = KEEPERS | {"lead", "agent"}
ERASERS = frozenset({"admin", "hr"})
DECIDERS = frozenset({"hr", "ops"})
REVIEWERS = DECIDERS | {"lead"}
HR = frozenset({"hr"})
FORM_KEEPERS = frozenset({"admin", "ops", "analyst"})
EVALUATORS = frozenset({"analyst", "assessor"})
TRAINERS = frozenset({"hr", "trainer"})
LEARNERS = INSIDE
THANKERS = INSIDE - ADMIN
GIVERS = THANKERS - {"agent"}
# Learners who are somebody's agent.
SITTERS = frozenset({"lead", "agent"})

# Everybody's dossiers, or the own one.
CAREERS = frozenset({"hr", "lead", "agent"})
