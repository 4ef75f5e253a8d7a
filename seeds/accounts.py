"""Who can sign in to the demo centre, all with the one password that the console prints."""

from typing import Literal

from msgspec import Struct

PASSWORD = "echelon-demo"  # noqa: S105 - printed on purpose, opens an invented centre only


class SignIn(Struct, frozen=True):
    """One demo account; `agent` is the code of the agent it belongs to, if any, whose name it then bears."""

    login: str
    role: Literal["admin", "ops", "hr", "lead", "analyst", "trainer", "assessor", "agent"]
    name: str
    locale: Literal["zh", "en"]
    agent: str | None = None


SIGN_INS: tuple[SignIn, ...] = (
    SignIn("admin", "admin", "Demo Admin", "en"),
    SignIn("ops", "ops", "运营经理 · 周岚", "zh"),
    SignIn("ops.en", "ops", "Operations · Mara Lindner", "en"),
    SignIn("hr", "hr", "人力资源 · 沈洁", "zh"),
    SignIn("hr.en", "hr", "People Team · Jonas Petri", "en"),
    SignIn("lead", "lead", "李佳怡", "zh", "CD001"),
    SignIn("lead.en", "lead", "Lukas Krause", "en", "BE001"),
    SignIn("deputy", "lead", "胡志远", "zh", "CD002"),
    SignIn("agent", "agent", "林凯文", "zh", "CD003"),
    SignIn("agent.en", "agent", "Emma Schwarz", "en", "BE003"),
    SignIn("analyst", "analyst", "质检 · 何静", "zh"),
    SignIn("analyst.en", "analyst", "Quality · Clara Voss", "en"),
    SignIn("trainer", "trainer", "培训师 · 罗毅", "zh"),
    SignIn("trainer.en", "trainer", "Training · Felix Brandt", "en"),
    SignIn("assessor", "assessor", "External Assessor · Priya Nair", "en"),
)
"""The accounts worth printing. Every other lead and deputy signs in with the agent code in small letters, e.g. `cd026`."""
