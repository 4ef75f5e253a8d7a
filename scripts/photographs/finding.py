"""What addresses name: things of the demo centre with something in them."""

from collections.abc import Iterable
from typing import Any

from httpx import Client

from scripts.photographs.doors import account, asked, listed, signed_in

# Where somebody who reads a language works: their site, team, and an agent of it.
PLACES = {
    "zh": {"site": "CD", "team": "T01", "agent": "CD003"},
    "en": {"site": "BE", "team": "T13", "agent": "BE003"},
}


def numbers(url: str, locale: str) -> dict[str, str]:
    """The names in the addresses of `shots`, for somebody who reads `locale`."""
    place = PLACES[locale]
    found = dict(place)
    with signed_in(url, account("ops", locale)) as ops:
        found |= _contests(ops, place["site"]) | _quality(ops)
    with signed_in(url, account("hr", locale)) as hr:
        found |= _careers(hr, place["agent"])
    with signed_in(url, account("trainer", locale)) as trainer:
        found |= _taught(trainer)
    found["exam"] = found["exam"] or "service_basics"
    with signed_in(url, account("agent", locale)) as agent:
        mine = asked(agent, "/exams/mine")
        found |= {"sitter": "agent", "sitting": str(mine["results"][0]["sitting"])}
        judged = listed(agent, "/qa/evaluations")
        found["evaluation"] = str(judged[0]["id"])
    if begun := _paper(url, found["newcomers"].split(",")):
        found["sitter"], found["sitting"] = begun
    return found


def _first(items: Iterable[dict[str, Any]], **wanted: str) -> dict[str, Any]:
    """The first that is all of `wanted`, else the first."""
    all_of = list(items)
    return next((one for one in all_of if all(one[key] == value for key, value in wanted.items())), all_of[0])


def _contests(ops: Client, site: str) -> dict[str, str]:
    here = [one for one in listed(ops, "/contests?limit=200") if one["site"]["code"] == site]
    everywhere = listed(ops, "/contests?limit=200")
    series = listed(ops, "/series")
    return {
        "contest": str(_first(here, template="weekly_service", phase="running")["id"]),
        "over": str(_first(here, template="weekly_service", phase="final")["id"]),
        "league": str(_first(everywhere, format="league")["id"]),
        "cup": str(_first(everywhere, format="cup")["id"]),
        "series": str(_first([one for one in series if one["site"]["code"] == site], template="weekly_service")["id"]),
    }


def _careers(hr: Client, agent: str) -> dict[str, str]:
    cycle = listed(hr, "/cycles")[0]["id"]
    candidates = [one["agent"]["code"] for one in listed(hr, f"/cycles/{cycle}/candidates?limit=3")]
    of_agent = listed(hr, f"/dossiers?agent={agent}") or listed(hr, "/dossiers")
    return {
        "cycle": str(cycle),
        "compared": ",".join(candidates),
        "dossier": of_agent[0]["number"],
        "certificate": listed(hr, "/certificates")[0]["number"],
    }


def _taught(trainer: Client) -> dict[str, str]:
    classes = listed(trainer, "/classes")
    held = next((one for one in classes if one["closed_on"] is None), classes[0])
    trainees = asked(trainer, f"/classes/{held['id']}")["trainees"]
    exams = [one for one in listed(trainer, "/exams") if one["taken"]]
    return {
        "class": str(held["id"]),
        "trainee": str(trainees[0]["id"]),
        "newcomer": trainees[0]["agent"]["code"],
        "newcomers": ",".join(one["agent"]["code"].lower() for one in trainees),
        "newcomer_login": trainees[0]["agent"]["code"].lower(),
        "course": listed(trainer, "/courses")[0]["code"],
        "exam": exams[0]["code"] if exams else "",
    }


def _quality(ops: Client) -> dict[str, str]:
    plans = listed(ops, "/qa/plans")
    return {
        "calibration": str(_first(listed(ops, "/qa/calibrations"))["id"]),
        "plan": str(max(plans, key=lambda one: int(one["done"]))["id"]),
    }


def _paper(url: str, logins: list[str]) -> tuple[str, str] | None:
    """A paper that a newcomer has begun, and who; None where nobody may write one now."""
    for login in logins:
        with signed_in(url, login) as newcomer:
            for exam in asked(newcomer, "/exams/mine")["exams"]:
                if exam["sitting"]:
                    return login, str(exam["sitting"])
                if exam["no"] is None:
                    begun = newcomer.post(f"/exams/{exam['code']}/sittings", json={"light": False})
                    if begun.is_success:
                        return login, str(begun.json()["id"])
    return None
