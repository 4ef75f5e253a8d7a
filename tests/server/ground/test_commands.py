"""The command line: help without imports, exit codes, the doctor's findings."""

import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner
from msgspec import structs

from server.cli import main
from server.doctor import examine
from server.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("litestar", "piccolo", "uvicorn", "rich", "redis")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from click.testing import CliRunner; from server.cli import main;"
        "result = CliRunner().invoke(main, ['--help']); assert result.exit_code == 0, result;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["serve", "migrate", "doctor"])
def test_each_command_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_wrong_usage_is_exit_2() -> None:
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2
    assert CliRunner().invoke(main, ["serve", "--port", "many"]).exit_code == 2
    unreadable = CliRunner().invoke(main, ["migrate"], env={"PORT": "many"})
    assert unreadable.exit_code == 2
    assert "PORT" in unreadable.output


def test_migrate_names_what_it_applied_and_then_nothing(engine_urls: object, database_url: str, redis_url: str) -> None:
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    again = CliRunner().invoke(main, ["migrate"], env=env)
    assert (again.exit_code, again.stdout) == (0, "")
    assert CliRunner().invoke(main, ["migrate", "--check"], env=env).exit_code == 0


def test_an_unreachable_database_is_exit_1_with_a_sentence(redis_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"postgresql://nobody@/none?host={tmp_path}", "REDIS_URL": redis_url}
    result = CliRunner().invoke(main, ["migrate"], env=env)
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


async def test_the_doctor_finds_a_healthy_installation_healthy(settings: Settings) -> None:
    findings = {finding.what: finding.state async for finding in examine(settings, deep=True)}
    # The engines of a test run go without fsync, and the doctor says so.
    assert findings.pop("database") == "warn"
    assert set(findings.values()) == {"ok"}
    assert {"versions", "disk", "redis", "schema", "outbox", "rollups"} == set(findings)


async def test_the_doctor_sees_a_rollup_that_its_facts_do_not_bear_out(
    settings: Settings, sql: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await sql.execute("INSERT INTO rollup VALUES (1, 1, '2026-03-02', 1, 1, 0, 1, 5000000, 1000000, 5000000)")
    for deep in (True, False):
        findings = {finding.what: finding async for finding in examine(settings, deep=deep)}
        assert findings["rollups"].state == "fail"
        assert "echelon rebuild" in findings["rollups"].detail


async def test_the_doctor_goes_on_when_a_part_is_gone(settings: Settings, tmp_path: Path) -> None:
    sick = structs.replace(settings, redis_url=f"unix://{tmp_path}/none.sock")
    findings = {finding.what: finding.state async for finding in examine(sick, deep=False)}
    assert findings["redis"] == "fail"
    assert findings["rollups"] == "ok"
