"""The command line of this room, as a process of its own on a database of its own."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from server.facts.service import FactsService
from tests.conftest import ROOT

HEADER = "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,AvgTalkDuration,Satisfaction rating\n"


async def echelon(url: str, *arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.cli", *arguments,
        cwd=ROOT, env={**os.environ, "DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:1"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_import_and_rebuild(facts: FactsService, database_url: str, tmp_path: Path, sql: Any) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(HEADER + "1,Joe,2021-01-04,9:12:58,x,Y,N,10,0:01:00,3\n2,Nobody,2021-01-04,9:12:58,x,N,N,,,\n")
    status, out, err = await echelon(
        database_url, "import", "facts", "--mapping", "calls-2021q1", str(file), "--dry-run"
    )
    assert (status, await sql.fetchval("SELECT count(*) FROM fact")) == (1, 0)
    status, out, err = await echelon(database_url, "import", "facts", "--mapping", "calls-2021q1", str(file))
    assert status == 1
    assert out == "rows 2, facts 10: accepted 7, superseding 0, duplicate 0, stale 0, refused 3\n"
    assert "row 3 calls: unknown_agent." in err
    status, out, err = await echelon(database_url, "rebuild", "--check")
    assert (status, out) == (0, "facts 7, rollups 7: 0 misplaced, 0 differing\n"), err
    await sql.execute("DELETE FROM rollup WHERE n = 1 AND metric_id = (SELECT id FROM metric WHERE code = 'calls')")
    assert (await echelon(database_url, "rebuild", "--check"))[0] == 1
    assert (await echelon(database_url, "rebuild"))[0] == 0
    assert (await echelon(database_url, "rebuild", "--check"))[0] == 0
    status, out, err = await echelon(database_url, "import", "facts", "--mapping", "nothing", str(file))
    assert (status, out) == (1, "")
