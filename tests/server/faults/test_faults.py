"""A short run of the fault harness: the service, Postgres and Valkey each killed once under load (`make bench` has twenty)."""

import pytest

from benchmarks.faults import TARGETS, run


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nothing_acknowledged_is_lost_and_every_screen_recovers() -> None:
    outcome = await run(len(TARGETS))
    assert outcome.faults == []
    assert outcome.kills == len(TARGETS)
    assert outcome.acknowledged > 1_000
