"""A small centre for the browser tests: one site, six teams of four, made and fed over HTTP like any other."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx

PASSWORD = "long-enough-for-a-test"
TEAMS = (
    ("T01", "晨光组", "Dawn"),
    ("T02", "青松组", "Pine"),
    ("T03", "海棠组", "Begonia"),
    ("T04", "远航组", "Voyage"),
    ("T05", "星火组", "Spark"),
    ("T06", "磐石组", "Bedrock"),
)
MEMBERS = 4
ZONE = ("Asia/Shanghai", "Africa/Abidjan", "Pacific/Pitcairn")[datetime.now(UTC).hour // 8]
"""Where the centre stands: where it is between 8:00 and 16:00. So the tests run at any hour, and never over a midnight nor in the
freeze of a Sunday evening."""


def centre_day() -> date:
    """The day it is in the centre, which UTC may leave behind during a run."""
    return datetime.now(ZoneInfo(ZONE)).date()


class Centre:
    """The doors of the served centre, opened as its administrator."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/api/v1", headers={"origin": url}, timeout=30)
        self._sessions: dict[str, str] = {}
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self._http.cookies.set("echelon_session", self.session_of("admin"))
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """The answer's value; a refusal fails the test with the service's own words."""
        answer = self._http.request(method, path, **given)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def session_of(self, login: str) -> str:
        """A session's cookie; signed in once, because failures and floods are counted."""
        if login not in self._sessions:
            with httpx.Client(base_url=f"{self.url}/api/v1", headers={"origin": self.url}, timeout=30) as http:
                answer = http.post("/session", json={"login": login, "password": PASSWORD})
                assert answer.status_code == 201, answer.text
                self._sessions[login] = answer.cookies["echelon_session"]
        return self._sessions[login]

    def build(self) -> None:
        """Site, teams, agents, one lead and one agent who sign in."""
        self.ask("POST", "/sites", json={"code": "XM", "name": {"zh": "厦门", "en": "Xiamen"}, "zone": ZONE})
        long_ago = (centre_day() - timedelta(days=400)).isoformat()
        for code, zh, en in TEAMS:
            self.ask("POST", "/teams", json={"code": code, "name": {"zh": zh, "en": en}, "site": "XM"})
            for place in range(MEMBERS + 1):
                agent = f"{code}-{place}"
                self.ask(
                    "POST",
                    "/agents",
                    json={
                        "code": agent,
                        "name": {"zh": f"{zh[:2]}{place}号", "en": f"{en} {place}"},
                        "site": "XM",
                        "hired": long_ago,
                    },
                )
                post = "lead" if place == 0 else "member"
                self.ask("POST", f"/agents/{agent}/memberships", json={"team": code, "starts": long_ago, "post": post})
        for login, role, name, agent, locale in (
            ("lead", "lead", "林若溪", "T01-0", "zh"),
            ("agent", "agent", "Chen Yiming", "T04-1", "en"),
        ):
            self.ask(
                "POST",
                "/accounts",
                json={
                    "login": login,
                    "role": role,
                    "name": name,
                    "agent": agent,
                    "locale": locale,
                    "password": PASSWORD,
                },
            )

    def metric(self) -> str:
        """A new count, the more the better; tests share the centre, and with counts of their own they leave each other's
        contests alone."""
        code = f"count_{next(self._numbers)}"
        name = {"zh": f"计数 {code}", "en": f"Count {code}"}
        self.ask("POST", "/metrics", json={"code": code, "name": name, "combine": "sum", "good": "higher"})
        return code

    def send(self, *, metric: str, **calls: int) -> None:
        """Let every member of the named teams have so many of a metric now."""
        now = datetime.now(UTC).isoformat()
        facts = [
            {"id": f"e2e-{next(self._numbers)}", "agent": f"{team}-{place}", "metric": metric, "value": n, "at": now}
            for team, n in calls.items()
            for place in range(1, MEMBERS + 1)
        ]
        receipt = self.ask("POST", "/facts", json=facts)
        assert receipt["accepted"] == len(facts), receipt

    def launch(self, title: str, metric: str) -> int:
        """A week's contest of all teams in that metric, scored so that nobody reaches the cap and shares a place there; its id."""
        body = {
            "template": "weekly_service",
            "site": "XM",
            "period": {"kind": "this_week"},
            "title": {"zh": f"{title}（中）", "en": title},
            "all": True,
            # The tests run on any evening of a week, its last one too.
            "freeze_minutes": 0,
            "rules": {
                "method": "attainment",
                "terms": [
                    {"metric": metric, "weight": "75", "target": "4000"},
                    {"metric": "qa", "weight": "25", "missing": "skip"},
                ],
            },
        }
        contest: int = self.ask("POST", "/contests", json=body)["id"]
        return contest
