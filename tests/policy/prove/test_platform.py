"""The shipped pack: everything is proved, and each reading gives up exactly what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearslate.policy.pack.load import shipped_pack
from clearslate.policy.prove import STATEMENTS, proved, subject_of
from clearslate.policy.prove.readings import readings


@pytest.fixture(scope="module")
def platform():
    return subject_of(shipped_pack())


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: each.id)
def test_a_statement_is_proved(platform, statement):
    assert statement.concerns(platform.pack)
    verdict = statement.check(platform)
    assert [failure.message for failure in verdict.failures] == []
    assert verdict.warnings == ()


@pytest.mark.slow
def test_each_reading_gives_up_what_it_says_and_nothing_else(platform):
    found = list(readings(platform, STATEMENTS, ()))
    assert [(each.missing, each.kept) for each in found if not proved(each)] == []
    assert len(found) == sum(len(switch.values) - 1 for switch in platform.pack.switches)


@pytest.mark.slow
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: each.id)
@pytest.mark.parametrize("spare", [1, 3])
def test_more_slots_than_counted_change_no_verdict(platform, statement, spare):
    assert statement.check(replace(platform, spare=spare)).holds
