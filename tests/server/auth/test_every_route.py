"""Walks every route and socket of the application as everybody, and compares who passes with the table below.

Passing means getting as far as being told that something is not there or cannot be read; being refused means 401 for nobody
and 403 for everybody else, before anything of the request is looked at.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import WebsocketRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute

from server.app import doors
from server.auth.gate import DISPLAY_COOKIE, LONGEST, SESSION_COOKIE
from server.auth.roles import Permission, Role
from server.auth.secrets import digest, new_token
from tests.server.conftest import client_of

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
# Who passes. A route that is missing here fails the walk, and so does a line without a route.
MATRIX: dict[str, frozenset[str]] = {
    "POST /api/v1/session": EVERYBODY,
    "GET /api/v1/session": ACCOUNTS,
    "PATCH /api/v1/session": ACCOUNTS,
    "DELETE /api/v1/session": ACCOUNTS,
    "PUT /api/v1/session/password": ACCOUNTS,
    "GET /api/v1/accounts": ADMIN,
    "POST /api/v1/accounts": ADMIN,
    "GET /api/v1/accounts/{account_id:int}": ADMIN,
    "PATCH /api/v1/accounts/{account_id:int}": ADMIN,
    "GET /api/v1/tokens": ADMIN,
    "POST /api/v1/tokens": ADMIN,
    "DELETE /api/v1/tokens/{token_id:int}": ADMIN,
    "GET /api/v1/audit": ADMIN,
    # the desk: every account finds what its role opens
    "GET /api/v1/search": ACCOUNTS,
    "GET /api/v1/news": ACCOUNTS,
    "PUT /api/v1/news/read": ACCOUNTS,
    "GET /api/v1/sight": ACCOUNTS,
    # quality: evaluations are filtered by row; an administrator reads and judges none
    "GET /api/v1/qa/forms": ACCOUNTS,
    "POST /api/v1/qa/forms": FORM_KEEPERS,
    "POST /api/v1/qa/forms/{code:str}/items": FORM_KEEPERS,
    "POST /api/v1/qa/forms/{code:str}/retire": FORM_KEEPERS,
    "POST /api/v1/qa/forms/{code:str}/restore": FORM_KEEPERS,
    "GET /api/v1/qa/forms/{code:str}/{version:int}": ACCOUNTS,
    "PUT /api/v1/qa/forms/{code:str}/{version:int}": FORM_KEEPERS,
    "DELETE /api/v1/qa/forms/{code:str}/{version:int}": FORM_KEEPERS,
    "POST /api/v1/qa/forms/{code:str}/{version:int}/publish": FORM_KEEPERS,
    "GET /api/v1/qa/evaluations": ACCOUNTS - ADMIN,
    "GET /api/v1/qa/evaluations/export.xlsx": ACCOUNTS - ADMIN,
    "POST /api/v1/qa/evaluations": EVALUATORS,
    "GET /api/v1/qa/evaluations/{evaluation_id:int}": ACCOUNTS - ADMIN,
    "POST /api/v1/qa/evaluations/{evaluation_id:int}/seen": ACCOUNTS - ADMIN,
    "POST /api/v1/qa/evaluations/{evaluation_id:int}/dispute": ACCOUNTS - ADMIN,
    "POST /api/v1/qa/evaluations/{evaluation_id:int}/answer": FORM_KEEPERS,
    "POST /api/v1/qa/evaluations/{evaluation_id:int}/withdraw": FORM_KEEPERS,
    "GET /api/v1/qa/calibrations": FORM_KEEPERS,
    "POST /api/v1/qa/calibrations": FORM_KEEPERS,
    "GET /api/v1/qa/calibrations/{session_id:int}": FORM_KEEPERS,
    "GET /api/v1/qa/calibrations/{session_id:int}/export.xlsx": FORM_KEEPERS,
    "POST /api/v1/qa/calibrations/{session_id:int}/marks": EVALUATORS - {"assessor"},
    "POST /api/v1/qa/calibrations/{session_id:int}/close": FORM_KEEPERS,
    "GET /api/v1/qa/plans": FORM_KEEPERS,
    "POST /api/v1/qa/plans": FORM_KEEPERS,
    "GET /api/v1/qa/plans/{plan_id:int}": FORM_KEEPERS,
    "POST /api/v1/qa/plans/{plan_id:int}/replan": FORM_KEEPERS,
    "POST /api/v1/qa/plans/{plan_id:int}/hand-out": FORM_KEEPERS,
    "GET /api/v1/qa/plans/{plan_id:int}/export.xlsx": FORM_KEEPERS,
    "GET /api/v1/qa/samples": EVALUATORS,
    "GET /api/v1/qa/samples/export.xlsx": EVALUATORS,
    "PUT /api/v1/qa/samples/{sample_id:int}": FORM_KEEPERS,
    "GET /api/v1/qa/faults": STAFF - ADMIN,
    "GET /api/v1/qa/faults/export.xlsx": STAFF - ADMIN,
    "GET /api/v1/qa/cases": INSIDE - ADMIN,
    "POST /api/v1/qa/cases": FORM_KEEPERS,
    "GET /api/v1/qa/cases/export.xlsx": INSIDE - ADMIN,
    "GET /api/v1/qa/cases/{case_id:int}": INSIDE - ADMIN,
    "PUT /api/v1/qa/cases/{case_id:int}": FORM_KEEPERS,
    "POST /api/v1/qa/cases/{case_id:int}/withdraw": FORM_KEEPERS,
    "POST /api/v1/qa/cases/{case_id:int}/practice": STAFF,
    "GET /api/v1/benchmark-packs": FORM_KEEPERS,
    "POST /api/v1/benchmark-packs": FORM_KEEPERS,
    "POST /api/v1/benchmark-packs/read": FORM_KEEPERS,
    "GET /api/v1/benchmark-packs/template.csv": FORM_KEEPERS,
    "GET /api/v1/benchmark-packs/template.xlsx": FORM_KEEPERS,
    "DELETE /api/v1/benchmark-packs/{pack_id:int}": FORM_KEEPERS,
    "PUT /api/v1/benchmark-packs/counts/{metric:str}": FORM_KEEPERS,
    "GET /api/v1/benchmark-packs/{pack_id:int}/comparison": FORM_KEEPERS,
    "GET /api/v1/benchmark-packs/{pack_id:int}/comparison.xlsx": FORM_KEEPERS,
    # careers: review cycles; an administrator decides nothing about people and sees none of it
    "GET /api/v1/cycles": REVIEWERS,
    "POST /api/v1/cycles": HR,
    "GET /api/v1/cycles/mine": frozenset({"lead", "agent"}),
    "GET /api/v1/cycles/{cycle_id:int}": REVIEWERS,
    "PUT /api/v1/cycles/{cycle_id:int}": HR,
    "PUT /api/v1/cycles/{cycle_id:int}/places": HR,
    "POST /api/v1/cycles/{cycle_id:int}/move": HR,
    "GET /api/v1/cycles/{cycle_id:int}/trail": HR,
    "GET /api/v1/cycles/{cycle_id:int}/calibration": DECIDERS,
    "GET /api/v1/cycles/{cycle_id:int}/comparison": DECIDERS,
    "GET /api/v1/cycles/{cycle_id:int}/payroll.xlsx": HR,
    "GET /api/v1/cycles/{cycle_id:int}/payroll.csv": HR,
    "POST /api/v1/cycles/{cycle_id:int}/acts": REVIEWERS | {"agent"},
    "GET /api/v1/cycles/{cycle_id:int}/candidates": REVIEWERS,
    "GET /api/v1/cycles/{cycle_id:int}/candidates/{code:str}": REVIEWERS,
    # Careers, with records and readiness.
    "GET /api/v1/records": CONCERNED | {"trainer"},
    "POST /api/v1/records": HR | {"trainer"},
    "POST /api/v1/records/{record_id:int}/withdraw": HR | {"trainer"},
    "GET /api/v1/readiness": CONCERNED,
    "GET /api/v1/readiness/choices": CONCERNED,
    "GET /api/v1/readiness/export.xlsx": CONCERNED,
    "GET /api/v1/readiness/views": CONCERNED,
    "POST /api/v1/readiness/views": CONCERNED,
    "DELETE /api/v1/readiness/views/{view_id:int}": CONCERNED,
    "GET /api/v1/agents/{code:str}/readiness": CONCERNED,
    # Without its metric and month this one is refused as unreadable before anybody is looked up.
    "GET /api/v1/agents/{code:str}/readiness/facts": CONCERNED,
    "GET /api/v1/import/career/{kind:str}/template.csv": HR | {"trainer"},
    "GET /api/v1/import/career/{kind:str}/template.xlsx": HR | {"trainer"},
    "POST /api/v1/import/career/{kind:str}": HR | {"trainer"},
    # careers: criteria and the own path
    "GET /api/v1/criteria": CONCERNED,
    "POST /api/v1/criteria": HR,
    "GET /api/v1/criteria/forms": HR,
    "GET /api/v1/criteria/{code:str}": CONCERNED,
    "PUT /api/v1/criteria/{code:str}": HR,
    "DELETE /api/v1/criteria/{code:str}": HR,
    "POST /api/v1/criteria/{code:str}/judge": HR,
    "POST /api/v1/criteria/{code:str}/adopt": HR,
    "GET /api/v1/criteria/{code:str}/changes": CONCERNED,
    "POST /api/v1/criteria/{code:str}/preview": HR,
    "GET /api/v1/me/path": frozenset({"lead", "agent"}),
    "GET /api/v1/scorecards": CONCERNED,
    "GET /api/v1/scorecards/export.xlsx": CONCERNED,
    "GET /api/v1/scorecards/rules": CONCERNED,
    "POST /api/v1/scorecards/rules": KEEPERS,
    "POST /api/v1/scorecards/rules/preview": KEEPERS,
    "GET /api/v1/scorecards/months": KEEPERS,
    "POST /api/v1/scorecards/months/{month:str}/publish": KEEPERS,
    "PUT /api/v1/scorecards/publish-day/{site:str}": KEEPERS,
    "GET /api/v1/scorecards/{tier:str}/{code:str}": CONCERNED,
    "GET /api/v1/scorecards/{tier:str}/{code:str}/{month:str}": CONCERNED,
    "GET /api/v1/scorecards/{tier:str}/{code:str}/{month:str}/revisions": CONCERNED,
    # training: courses, plans, practice, surveys
    "GET /api/v1/courses": LEARNERS,
    "GET /api/v1/courses/export.xlsx": LEARNERS,
    "GET /api/v1/courses/{code:str}": LEARNERS,
    "GET /api/v1/courses/{code:str}/items/{item:str}/file": LEARNERS,
    "POST /api/v1/courses/{code:str}/items/{item:str}/seen": LEARNERS,
    "GET /api/v1/courses/{code:str}/questions": LEARNERS,
    "POST /api/v1/courses/{code:str}/questions": LEARNERS,
    "POST /api/v1/courses/{code:str}/feedback": LEARNERS,
    "GET /api/v1/plans": LEARNERS,
    "POST /api/v1/plans": LEARNERS,
    "GET /api/v1/plans/mine": LEARNERS,
    "POST /api/v1/plans/mine": LEARNERS,
    "GET /api/v1/plans/export.xlsx": LEARNERS,
    "DELETE /api/v1/plans/{plan_id:int}": LEARNERS,
    "GET /api/v1/practice": LEARNERS,
    "POST /api/v1/practice": LEARNERS,
    "GET /api/v1/practice/queue": LEARNERS,
    "POST /api/v1/practice/give": LEARNERS,
    "GET /api/v1/practice/export.xlsx": LEARNERS,
    "PUT /api/v1/practice/{practice_id:int}": LEARNERS,
    "PUT /api/v1/practice/{practice_id:int}/file": LEARNERS,
    "GET /api/v1/practice/{practice_id:int}/file": LEARNERS,
    "POST /api/v1/practice/{practice_id:int}/approve": LEARNERS,
    "POST /api/v1/practice/{practice_id:int}/send-back": LEARNERS,
    "GET /api/v1/surveys": LEARNERS,
    "POST /api/v1/surveys/{survey_id:int}/answer": LEARNERS,
    "GET /api/v1/surveys/{survey_id:int}/export.xlsx": LEARNERS,
    "POST /api/v1/courses": TRAINERS,
    "PUT /api/v1/courses/{code:str}": TRAINERS,
    "PUT /api/v1/courses/{code:str}/items/{item:str}/file": TRAINERS,
    "POST /api/v1/courses/{code:str}/items/{item:str}/sessions": TRAINERS,
    "PUT /api/v1/courses/sessions/{session_id:int}": TRAINERS,
    "GET /api/v1/courses/sessions/{session_id:int}/attendance": TRAINERS,
    "PUT /api/v1/courses/sessions/{session_id:int}/attendance": TRAINERS,
    "PUT /api/v1/courses/questions/{question_id:int}": TRAINERS,
    "POST /api/v1/surveys": TRAINERS,
    "POST /api/v1/surveys/{survey_id:int}/close": TRAINERS,
    "GET /api/v1/courses/{code:str}/effect": TRAINERS | {"ops", "analyst", "admin"},
    "GET /api/v1/courses/{code:str}/effect.xlsx": TRAINERS | {"ops", "analyst", "admin"},
    # What trainers keep and who may learn.
    "GET /api/v1/questions": TRAINERS,
    "POST /api/v1/questions": TRAINERS,
    "PUT /api/v1/questions/topics/{topic:str}": TRAINERS,
    "GET /api/v1/questions/topics": TRAINERS,
    "PUT /api/v1/questions/{code:str}": TRAINERS,
    "DELETE /api/v1/questions/{code:str}": TRAINERS,
    "GET /api/v1/questions/template.csv": TRAINERS,
    "GET /api/v1/questions/template.xlsx": TRAINERS,
    "GET /api/v1/questions/export.xlsx": TRAINERS,
    "POST /api/v1/questions/import": TRAINERS,
    "GET /api/v1/exams": TRAINERS,
    "POST /api/v1/exams": TRAINERS,
    "GET /api/v1/exams/load": TRAINERS,
    "PUT /api/v1/exams/load/{who:str}": TRAINERS,
    "GET /api/v1/exams/{code:str}": TRAINERS,
    "PUT /api/v1/exams/{code:str}": TRAINERS,
    "DELETE /api/v1/exams/{code:str}": TRAINERS,
    "GET /api/v1/exams/hours": TRAINERS,
    "PUT /api/v1/exams/hours": TRAINERS,
    "POST /api/v1/exams/{code:str}/invitations": TRAINERS,
    "DELETE /api/v1/exams/{code:str}/invitations/{agent:str}": TRAINERS,
    "GET /api/v1/exams/{code:str}/results": TRAINERS,
    "GET /api/v1/exams/{code:str}/results.xlsx": TRAINERS,
    # The own ones: whoever is nobody's agent is refused as well.
    "GET /api/v1/exams/mine": SITTERS,
    # What cannot be read is told apart only after the guard.
    "POST /api/v1/exams/{code:str}/sittings": SITTERS,
    "GET /api/v1/sittings/{sitting_id:int}": SITTERS,
    "PUT /api/v1/sittings/{sitting_id:int}/answers": LEARNERS,
    "POST /api/v1/sittings/{sitting_id:int}/submit": SITTERS,
    "GET /api/v1/care/offer": LEARNERS,
    "PUT /api/v1/care/offer": LEARNERS,
    "GET /api/v1/care/due": LEARNERS,
    "POST /api/v1/care/due/{agent:str}/held": LEARNERS,
    "GET /api/v1/care/talks": LEARNERS,
    "POST /api/v1/care/talks": LEARNERS,
    "DELETE /api/v1/care/talks/{talk_id:int}": LEARNERS,
    # people
    "GET /api/v1/sites": READERS,
    "POST /api/v1/sites": KEEPERS,
    "GET /api/v1/sites/{code:str}": READERS,
    "PUT /api/v1/sites/{code:str}": KEEPERS,
    "GET /api/v1/sites/{code:str}/calendar": READERS,
    "PUT /api/v1/sites/{code:str}/calendar": KEEPERS,
    "GET /api/v1/queues": READERS,
    "POST /api/v1/queues": KEEPERS,
    "GET /api/v1/queues/{code:str}": READERS,
    "PUT /api/v1/queues/{code:str}": KEEPERS,
    "GET /api/v1/teams": READERS,
    "POST /api/v1/teams": KEEPERS,
    "GET /api/v1/teams/{code:str}": READERS,
    "PUT /api/v1/teams/{code:str}": KEEPERS,
    # thanks: an account that belongs to nobody on the roll is refused by the row
    "GET /api/v1/kudos/mine": SITTERS,
    "GET /api/v1/kudos/team": THANKERS,
    "GET /api/v1/kudos/colleagues": SITTERS,
    "GET /api/v1/kudos/unthanked": THANKERS,
    "POST /api/v1/kudos": THANKERS,
    "DELETE /api/v1/kudos/{kudos_id:int}": THANKERS,
    "PUT /api/v1/kudos/{kudos_id:int}/hidden": THANKERS,
    "GET /api/v1/kudos/rules": DECIDERS,
    "PUT /api/v1/kudos/rules": DECIDERS,
    # points: an account that belongs to nobody on the roll is refused by the row
    "GET /api/v1/rewards/mine": SITTERS,
    "GET /api/v1/rewards/mine/entries": SITTERS,
    "POST /api/v1/rewards/redemptions": THANKERS,
    "DELETE /api/v1/rewards/redemptions/{request_id:int}": THANKERS,
    "GET /api/v1/rewards/budgets": REVIEWERS,
    "GET /api/v1/rewards/people": REVIEWERS,
    "GET /api/v1/rewards/gifts": REVIEWERS,
    "POST /api/v1/rewards/gifts": REVIEWERS,
    "POST /api/v1/rewards/allotments": DECIDERS,
    "GET /api/v1/rewards/items": DECIDERS,
    "PUT /api/v1/rewards/items/{code:str}": DECIDERS,
    "POST /api/v1/rewards/items/{code:str}/stock": DECIDERS,
    "GET /api/v1/rewards/requests": DECIDERS,
    "POST /api/v1/rewards/requests/{request_id:int}/decision": DECIDERS,
    "POST /api/v1/rewards/requests/{request_id:int}/handed": DECIDERS,
    "GET /api/v1/rewards/entries": DECIDERS,
    "GET /api/v1/rewards/prizes": DECIDERS,
    "POST /api/v1/rewards/entries/{number:int}/reverse": DECIDERS,
    "GET /api/v1/rewards/totals": DECIDERS,
    "GET /api/v1/rewards/seasons": DECIDERS,
    "POST /api/v1/rewards/seasons": DECIDERS,
    "GET /api/v1/rewards/rules": DECIDERS,
    "PUT /api/v1/rewards/rules": DECIDERS,
    "GET /api/v1/rewards/payroll.xlsx": DECIDERS,
    "GET /api/v1/rewards/payroll.csv": DECIDERS,
    # badges: the rule book judges who gives what; whose account belongs to nobody has no awards of its own
    "GET /api/v1/badges": INSIDE,
    "GET /api/v1/badges/{code:str}": INSIDE,
    "PUT /api/v1/badges/{code:str}": DECIDERS,
    "POST /api/v1/badges/preview": DECIDERS,
    "GET /api/v1/badges/{code:str}/holders": INSIDE,
    "POST /api/v1/badges/{code:str}/grants": GIVERS,
    "GET /api/v1/awards/mine": SITTERS,
    "PUT /api/v1/awards/mine/shown": INSIDE,
    "POST /api/v1/awards/mine/seen": INSIDE,
    "GET /api/v1/awards/recent": INSIDE,
    "GET /api/v1/awards/{award_id:int}": INSIDE,
    "DELETE /api/v1/awards/{award_id:int}": GIVERS,
    "GET /api/v1/agents/{code:str}/awards": INSIDE,
    "GET /api/v1/teams/{code:str}/awards": INSIDE,
    # collective honors: everybody inside looks, operations and HR keep them; a document only for whose it is besides
    "GET /api/v1/honors": INSIDE,
    "GET /api/v1/honors/banner": INSIDE,
    "GET /api/v1/honors/history": INSIDE,
    "GET /api/v1/honors/hall": INSIDE,
    "GET /api/v1/honors/teams/{code:str}": INSIDE,
    "GET /api/v1/honors/rules": DECIDERS,
    "PUT /api/v1/honors/rules": DECIDERS,
    "GET /api/v1/honors/before": DECIDERS,
    "POST /api/v1/honors/before": DECIDERS,
    "DELETE /api/v1/honors/before/{number:int}": DECIDERS,
    "GET /api/v1/titles": DECIDERS,
    "POST /api/v1/titles": DECIDERS,
    "PUT /api/v1/titles/{number:int}": DECIDERS,
    "DELETE /api/v1/titles/{number:int}": DECIDERS,
    "PUT /api/v1/titles/{number:int}/proof": DECIDERS,
    "GET /api/v1/titles/{number:int}/proof": INSIDE,
    "GET /api/v1/agents": READERS,
    "POST /api/v1/agents": KEEPERS,
    "GET /api/v1/agents/{code:str}": READERS,
    "PUT /api/v1/agents/{code:str}": KEEPERS,
    "GET /api/v1/agents/{code:str}/memberships": CONCERNED,
    "POST /api/v1/agents/{code:str}/memberships": KEEPERS,
    "GET /api/v1/agents/{code:str}/employment": CONCERNED,
    "POST /api/v1/agents/{code:str}/employment": KEEPERS,
    "GET /api/v1/agents/{code:str}/leave": CONCERNED,
    "POST /api/v1/agents/{code:str}/leave": KEEPERS,
    # Without its period this one is refused as unreadable before anybody is looked up, so readers pass the guard.
    "GET /api/v1/agents/{code:str}/roster": READERS,
    "PUT /api/v1/agents/{code:str}/roster": KEEPERS,
    "GET /api/v1/agents/{code:str}/skills": CONCERNED,
    "PUT /api/v1/agents/{code:str}/skills": KEEPERS,
    "GET /api/v1/agents/{code:str}/export": CONCERNED,
    "POST /api/v1/agents/{code:str}/erase": ERASERS,
    "PATCH /api/v1/memberships/{membership_id:int}": KEEPERS,
    "DELETE /api/v1/memberships/{membership_id:int}": KEEPERS,
    "PUT /api/v1/employment/{employment_id:int}": KEEPERS,
    "DELETE /api/v1/employment/{employment_id:int}": KEEPERS,
    "PUT /api/v1/leave/{leave_id:int}": KEEPERS,
    "DELETE /api/v1/leave/{leave_id:int}": KEEPERS,
    "GET /api/v1/import/people/{kind:str}/template.csv": KEEPERS,
    "GET /api/v1/import/people/{kind:str}/template.xlsx": KEEPERS,
    "POST /api/v1/import/people/{kind:str}": KEEPERS,
    # facts
    "POST /api/v1/facts": BOSSES,
    "GET /api/v1/facts": INSIDE,
    "GET /api/v1/facts/{source:str}/{fact_id:path}": INSIDE,
    "GET /api/v1/quarantine": BOSSES,
    "GET /api/v1/quarantine/{entry_id:int}": BOSSES,
    "PUT /api/v1/quarantine/{entry_id:int}": BOSSES,
    "POST /api/v1/quarantine/{entry_id:int}/discard": BOSSES,
    "POST /api/v1/quarantine/replay": BOSSES,
    "GET /api/v1/metrics": INSIDE,
    "POST /api/v1/metrics": BOSSES,
    "GET /api/v1/metrics/{code:str}": INSIDE,
    "PUT /api/v1/metrics/{code:str}": BOSSES,
    "GET /api/v1/mappings": BOSSES,
    "GET /api/v1/mappings/{code:str}": BOSSES,
    "PUT /api/v1/mappings/{code:str}": BOSSES,
    "POST /api/v1/import/facts": BOSSES,
    # contests
    "GET /api/v1/contests": INSIDE,
    "POST /api/v1/contests": LAUNCHERS,
    "GET /api/v1/contests/{contest_id:int}": INSIDE,
    "PATCH /api/v1/contests/{contest_id:int}": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/launch": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/cancel": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/withdraw": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/seen": LAUNCHERS,
    "GET /api/v1/contests/{contest_id:int}/standings": INSIDE | {DISPLAY},
    "GET /api/v1/contests/{contest_id:int}/season": INSIDE | {DISPLAY},
    "GET /api/v1/contests/{contest_id:int}/me": LAUNCHERS | {"agent"},
    "GET /api/v1/contests/{contest_id:int}/pace": INSIDE | {DISPLAY},
    "GET /api/v1/ratings/teams": STAFF,
    "GET /api/v1/ratings/teams/{code:str}": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/why/{participant:str}": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/why/{participant:str}/facts": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/late": STAFF,
    "GET /api/v1/contests/{contest_id:int}/results": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/results/{revision:int}": STAFF,
    "GET /api/v1/contests/{contest_id:int}/history": STAFF,
    "WEBSOCKET /api/v1/contests/{contest_id:int}/live": INSIDE | {DISPLAY},
    "GET /api/v1/contests/{contest_id:int}/restricted": LAUNCHERS,
    "WEBSOCKET /api/v1/contests/{contest_id:int}/restricted/live": LAUNCHERS,
    "GET /api/v1/contests/{contest_id:int}/reveal": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/reveal/start": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/reveal/step": LAUNCHERS,
    "POST /api/v1/contests/{contest_id:int}/reveal/finish": LAUNCHERS,
    "GET /api/v1/contests/{contest_id:int}/reveal/presenters": LAUNCHERS,
    "PUT /api/v1/contests/{contest_id:int}/reveal/presenter": LAUNCHERS,
    # after the end
    "GET /api/v1/contests/{contest_id:int}/timetable": INSIDE,
    "PUT /api/v1/contests/{contest_id:int}/ending": BOSSES,
    "POST /api/v1/contests/{contest_id:int}/sign": KEEPERS,
    "GET /api/v1/contests/{contest_id:int}/appeals": INSIDE,
    "POST /api/v1/contests/{contest_id:int}/appeals": LAUNCHERS | {"agent"},
    "GET /api/v1/contests/{contest_id:int}/adjustments": KEEPERS,
    "POST /api/v1/contests/{contest_id:int}/adjustments": BOSSES,
    "GET /api/v1/contests/{contest_id:int}/corrections": KEEPERS,
    "POST /api/v1/contests/{contest_id:int}/corrections": BOSSES,
    "GET /api/v1/contests/{contest_id:int}/credit": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/prizes": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/results/{revision:int}/changes": STAFF,
    "GET /api/v1/appeals": INSIDE,
    "POST /api/v1/appeals/{appeal_id:int}/answer": BOSSES,
    "POST /api/v1/appeals/{appeal_id:int}/withdraw": LAUNCHERS | {"agent"},
    "PUT /api/v1/corrections/{set_id:int}": BOSSES,
    "POST /api/v1/corrections/{set_id:int}/apply": KEEPERS,
    "POST /api/v1/corrections/{set_id:int}/reject": KEEPERS,
    "GET /api/v1/templates": STAFF,
    "POST /api/v1/templates": BOSSES,
    "GET /api/v1/templates/{code:str}": STAFF,
    "PUT /api/v1/templates/{code:str}": BOSSES,
    "POST /api/v1/rules/check": BOSSES,
    "POST /api/v1/rules/trial": BOSSES,
    "GET /api/v1/calendar": INSIDE,
    "GET /api/v1/series": INSIDE,
    "POST /api/v1/series/preview": LAUNCHERS,
    "POST /api/v1/series": LAUNCHERS,
    "GET /api/v1/series/{series_id:int}": INSIDE,
    "PATCH /api/v1/series/{series_id:int}": LAUNCHERS,
    "POST /api/v1/contests/fairness": LAUNCHERS,
    "POST /api/v1/contests/outlook": LAUNCHERS,
    "GET /api/v1/contests/{contest_id:int}/levers": INSIDE,
    "GET /api/v1/contests/{contest_id:int}/teaching": STAFF,
    "GET /api/v1/contests/{contest_id:int}/notes": KEEPERS | {"lead"},
    "PUT /api/v1/contests/{contest_id:int}/notes/{team:str}": KEEPERS | {"lead"},
    "GET /api/v1/teaching": BOSSES,
    "GET /api/v1/reviews": BOSSES | {"analyst"},
    "GET /api/v1/reviews/{case_id:int}": BOSSES | {"analyst"},
    "POST /api/v1/reviews/{case_id:int}/take": BOSSES | {"analyst"},
    "POST /api/v1/reviews/{case_id:int}/hear": BOSSES | {"analyst"},
    "POST /api/v1/reviews/{case_id:int}/close": BOSSES | {"analyst"},
    # displays
    "POST /api/v1/displays/pairing": EVERYBODY,
    "GET /api/v1/displays/pairing/{secret:str}": EVERYBODY,
    "POST /api/v1/displays/pairing/{code:str}/confirm": LAUNCHERS,
    "GET /api/v1/displays": LAUNCHERS,
    "DELETE /api/v1/displays/{display_id:int}": LAUNCHERS,
    "GET /api/v1/displays/me": frozenset({DISPLAY}),
    "GET /api/v1/displays/me/scenes/{kind:str}": frozenset({DISPLAY}),
    "PUT /api/v1/displays/me/state": frozenset({DISPLAY}),
    "GET /api/v1/contests/{contest_id:int}/race": INSIDE | {DISPLAY},
    "GET /api/v1/displays/scenes": LAUNCHERS,
    "PUT /api/v1/displays/{display_id:int}/setting": LAUNCHERS,
    "POST /api/v1/displays/{display_id:int}/commands": LAUNCHERS,
    "GET /api/v1/displays/notices": LAUNCHERS,
    "POST /api/v1/displays/notices": LAUNCHERS,
    "DELETE /api/v1/displays/notices/{notice_id:int}": LAUNCHERS,
    # what every browser and every monitor may ask
    "GET /api/v1/upkeep": BOSSES,
    "GET /api/v1/roles": ADMIN,
    "GET /health": EVERYBODY,
    "GET /metrics": EVERYBODY,
    "GET /": EVERYBODY,
    "GET /{path:path}": EVERYBODY,
    "GET /assets/{file_path:path}": EVERYBODY,
    "HEAD /assets/{file_path:path}": EVERYBODY,
    "GET /api/v1/schema": EVERYBODY,
    "GET /api/v1/schema/openapi.json": EVERYBODY,
    "GET /api/v1/schema/{path:str}": EVERYBODY,
    # dossiers, certificates and where anybody checks them
    "GET /api/v1/dossiers": CAREERS,
    "POST /api/v1/dossiers": CAREERS,
    "GET /api/v1/dossiers/{number:str}": CAREERS,
    "GET /api/v1/dossiers/{number:str}/file": CAREERS,
    "GET /api/v1/certificates": CAREERS,
    "GET /api/v1/certificates/{number:str}/file": CAREERS,
    "POST /api/v1/certificates/batches": frozenset({"hr"}),
    "GET /api/v1/certificates/batches/{batch_id:int}": frozenset({"hr"}),
    "GET /api/v1/certificates/batches/{batch_id:int}/file": frozenset({"hr"}),
    # honors on paper: the own ones, the print desk; and what anybody may know of badges that left the house
    "GET /api/v1/honor-certificates/mine": SITTERS,
    "POST /api/v1/honor-certificates/mine": INSIDE,
    "GET /api/v1/honor-certificates/{number:str}/file": INSIDE,
    "GET /api/v1/honor-certificates/desk": REVIEWERS,
    "GET /api/v1/honor-certificates/preview": REVIEWERS,
    "POST /api/v1/honor-certificates/jobs": REVIEWERS,
    "GET /api/v1/honor-certificates/jobs": REVIEWERS,
    "GET /api/v1/honor-certificates/jobs/{job_id:int}": REVIEWERS,
    "GET /api/v1/honor-certificates/jobs/{job_id:int}/file": REVIEWERS,
    "POST /api/v1/honor-certificates/grants": HR,
    "POST /api/v1/honor-certificates/grants/{grant_id:int}/take-back": HR,
    "GET /api/v1/open-badges/awards/{award_id:int}": SITTERS,
    "GET /api/v1/open-badges/issuer": EVERYBODY,
    "GET /api/v1/open-badges/keys": EVERYBODY,
    "GET /api/v1/open-badges/keys/{key:str}": EVERYBODY,
    "GET /api/v1/open-badges/achievements/{code:str}/{version:int}/{tier:str}": EVERYBODY,
    "GET /api/v1/open-badges/achievements/{code:str}/{version:int}/{tier:str}/image.svg": EVERYBODY,
    "GET /api/v1/open-badges/credentials/{number:str}": EVERYBODY,
    "GET /api/v1/open-badges/revoked": EVERYBODY,
    # the centre's look: on every screen, also before anybody signed in; seal and signatures only for those who keep them
    "GET /api/v1/look": EVERYBODY,
    "GET /api/v1/look/logo/{sha:str}": EVERYBODY,
    "GET /api/v1/look/whole": BOSSES,
    "PUT /api/v1/look/whole": BOSSES,
    "GET /api/v1/look/colour": BOSSES,
    "POST /api/v1/look/pictures": BOSSES,
    "GET /api/v1/look/pictures/{sha:str}": BOSSES,
    "GET /api/v1/verify/keys": EVERYBODY,
    "GET /api/v1/verify/{number:str}": EVERYBODY,
    "POST /api/v1/verify": EVERYBODY,
    # training: classes; the class teacher, the mentor and the trainee are let in by the service, everybody else finds nothing
    "GET /api/v1/classes": INSIDE,
    "POST /api/v1/classes": HR | {"trainer"},
    "GET /api/v1/classes/teachers": HR | {"trainer"},
    "GET /api/v1/classes/permissions": HR | {"trainer"},
    "GET /api/v1/classes/permissions.csv": HR | {"trainer"},
    "GET /api/v1/classes/{class_id:int}": INSIDE,
    "GET /api/v1/classes/{class_id:int}/board.xlsx": INSIDE,
    "PUT /api/v1/classes/{class_id:int}/teacher": HR | {"trainer"},
    "PUT /api/v1/classes/{class_id:int}/weeks": INSIDE,
    "POST /api/v1/classes/{class_id:int}/close": INSIDE,
    "POST /api/v1/classes/{class_id:int}/trainees": INSIDE,
    "GET /api/v1/classes/{class_id:int}/days": INSIDE,
    "POST /api/v1/classes/{class_id:int}/days": INSIDE,
    "PUT /api/v1/classes/days/{day_id:int}/attendance": INSIDE,
    "GET /api/v1/trainees/me": INSIDE,
    "GET /api/v1/trainees/approvals": INSIDE,
    "GET /api/v1/trainees/{trainee_id:int}": INSIDE,
    "PATCH /api/v1/trainees/{trainee_id:int}": INSIDE,
    "POST /api/v1/trainees/{trainee_id:int}/gates": INSIDE,
    "POST /api/v1/trainees/gates/{gate_id:int}/confirm": INSIDE,
    "POST /api/v1/trainees/gates/{gate_id:int}/send-back": INSIDE,
    "POST /api/v1/trainees/{trainee_id:int}/test-calls": INSIDE,
    "POST /api/v1/trainees/test-calls/{call_id:int}/withdraw": INSIDE,
    "GET /api/v1/mentor-log": INSIDE,
    "POST /api/v1/mentor-log": INSIDE,
    "POST /api/v1/mentor-log/items/{item_id:int}/settle": INSIDE,
    "GET /api/v1/archive/{code:str}": INSIDE,
    "GET /api/v1/archive/{code:str}/export.xlsx": INSIDE,
    # support first, then two persons
    "GET /api/v1/support-plans": frozenset({"hr", "ops", "lead", "agent"}),
    "POST /api/v1/support-plans": frozenset({"hr", "lead"}),
    "POST /api/v1/support-plans/{plan_id:int}/review": frozenset({"hr", "lead"}),
    "GET /api/v1/support-plans/recertification": frozenset({"hr", "ops", "lead"}),
    "PUT /api/v1/support-plans/recertification": frozenset({"hr"}),
    "GET /api/v1/measures": frozenset({"hr", "ops", "lead", "agent"}),
    "POST /api/v1/measures": frozenset({"hr", "ops"}),
    "POST /api/v1/measures/{measure_id:int}/confirm": frozenset({"hr", "ops"}),
    "POST /api/v1/measures/{measure_id:int}/send-back": frozenset({"hr", "ops"}),
}

_WITHOUT_GUARD = "/api/v1/schema"
"""The framework's own description of all routes; it holds nothing of the centre."""


class Door(NamedTuple):
    """One handler at one address."""

    method: str
    template: str
    handler: Any

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    @property
    def path(self) -> str:
        """The address of something that is not there, except for agent A2."""
        own = self.template.replace("/agents/{code:str}", "/agents/A2")
        return re.sub(r"\{\w+:int\}", "999999", re.sub(r"\{\w+:(str|path)\}", "nothing", own))


def entrances() -> Iterator[Door]:
    for route in doors().routes:
        if isinstance(route, WebSocketRoute):
            yield Door("WEBSOCKET", route.path, route.route_handler)
        elif isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods - {"OPTIONS"}:
                    yield Door(method, route.path, handler)
        else:
            pytest.fail(f"{route.path} is mounted without guards of ours")


@pytest.fixture
async def proofs(app: Litestar, centre: None, sql: Any) -> dict[str, dict[str, str]]:
    """The headers that prove to be each of EVERYBODY."""
    now = app.state.rooms.clock.now()
    found: dict[str, dict[str, str]] = {NOBODY: {}}
    for role in sorted(ACCOUNTS):
        token = new_token()
        await sql.execute(
            "WITH new AS (INSERT INTO account (login, password_hash, role, agent_id, name, created_at)"
            " VALUES ($1, '', $1, $2, $1, $3) RETURNING id) INSERT INTO session SELECT $4, id, $3, $3, $5 FROM new",
            role,
            {"lead": 1, "agent": 2}.get(role),
            now,
            digest(token),
            now + LONGEST,
        )
        found[role] = {"cookie": f"{SESSION_COOKIE}={token}"}
    display = new_token()
    await sql.execute(
        "INSERT INTO display (name, token_hash, site_id, confirmed_at) VALUES ('wall', $1, 1, $2)", digest(display), now
    )
    found[DISPLAY] = {"cookie": f"{DISPLAY_COOKIE}={display}"}
    secret, _ = await app.state.rooms.auth.tokens.create(None, "scoped", Role.OPS, frozenset({Permission.PEOPLE_READ}))
    found[SCOPED] = {"authorization": f"Bearer {secret}"}
    return found


async def socket_status(app: Litestar, path: str, headers: dict[str, str]) -> int:
    """401 or 403 when the handshake is refused as such, 200 when it is accepted or refused for another reason."""
    sent: asyncio.Queue[Any] = asyncio.Queue()
    asked: asyncio.Queue[Any] = asyncio.Queue()
    asked.put_nowait({"type": "websocket.connect"})
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), *((name.encode(), value.encode()) for name, value in headers.items())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "subprotocols": [],
        "state": {},
        "extensions": {},
    }
    talk = asyncio.create_task(app(scope, asked.get, sent.put))  # type: ignore[arg-type]
    first = await asyncio.wait_for(sent.get(), 10)
    asked.put_nowait({"type": "websocket.disconnect", "code": 1001})
    talk.cancel()
    await asyncio.gather(talk, return_exceptions=True)
    if first["type"] == "websocket.close":
        return {4401: 401, 4403: 403}.get(first["code"], 200)
    return 200


def test_the_matrix_names_every_route_and_no_other() -> None:
    assert sorted(door.name for door in entrances()) == sorted(MATRIX)


def test_every_handler_has_a_guard() -> None:
    bare = [
        door.name
        for door in entrances()
        if not door.handler.resolve_guards() and not door.template.startswith(_WITHOUT_GUARD)
    ]
    assert bare == []


async def test_who_passes_is_who_should(app: Litestar, proofs: dict[str, dict[str, str]]) -> None:
    every = sorted(entrances(), key=lambda door: (door.name == "DELETE /api/v1/session", door.name))
    wrong = []
    # Signing out comes last: afterwards the proof is worth nothing.
    for who, proof in sorted(proofs.items()):
        async with client_of(app, headers={**proof, "content-type": "application/json"}) as client:
            for door in every:
                status = await knock(app, door, client, proof)
                refused = 401 if who == NOBODY else 403
                if who in MATRIX.get(door.name, frozenset()):
                    right = status not in {401, 403} and (status < 500 or status == 503)
                else:
                    right = status == refused
                if not right:
                    wrong.append(f"{door.name} as {who}: {status}")
    assert "\n".join(wrong) == ""


async def knock(app: Litestar, door: Door, client: httpx.AsyncClient, proof: dict[str, str]) -> int:
    """The status that a request with nothing useful in it is answered with."""
    if isinstance(door.handler, WebsocketRouteHandler):
        return await socket_status(app, door.path, proof)
    body = b"" if door.method in {"GET", "HEAD", "DELETE"} else b"{}"
    return (await client.request(door.method, door.path, content=body)).status_code
