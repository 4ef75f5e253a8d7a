"""A hall full of people at one exam over HTTP, the server killed under them (`python -m benchmarks.exam` is the whole hall)."""

import pytest

from benchmarks.exam import run


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_killed_server_loses_no_answer_and_late_or_doubled_ones_change_nothing() -> None:
    outcome = await run(people=40, questions=100, fold=20, kills=1)
    assert outcome.faults == []
