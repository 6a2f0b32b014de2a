"""Random people do random things to random uses, and after every step three things hold.

What they do is in `clearance_machine`, what must hold in `clearance_oracle`.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.server.clearance_machine import Machine


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
def test_whatever_people_do_nothing_reads_as_clear_that_is_not() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
