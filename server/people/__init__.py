"""Sites, teams, agents and what is true of them for a while: memberships, employment, leave, rosters, skills."""
