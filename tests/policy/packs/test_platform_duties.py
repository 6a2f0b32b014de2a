"""The duties that examples of the platform pack bring, as expected by hand."""

from __future__ import annotations

import pytest

from clearslate.policy.pack.load import shipped_pack
from tests.policy.packs.examples import assessor, by_id

#: What every use with a known, generating, onboarded tool brings.
USUAL = {"tell_contact", "keep_terms", "keep_onboarding", "check_result"}

EXPECTED = {
    "base-mood-board": USUAL,
    "base-temp-music": USUAL - {"keep_onboarding"} | {"replace_temporary", "check_at_lock"},
    "use-18-incidental": USUAL | {"flag_early"},
    "use-18-confirmed": USUAL | {"confirm_incidental"},
    "use-12-lead-creature": USUAL | {"flag_early", "keep_iterations", "ask_director"},
    "use-10-crew-list": USUAL | {"least_data"},
    "use-24-deage": USUAL - {"keep_onboarding"}
    | {
        "assess_vendor", "flag_early", "keep_iterations", "quality_test", "dignity", "guild_notice",
    },
    "use-26-reshoot": USUAL - {"keep_onboarding"}
    | {
        "assess_vendor", "flag_early", "keep_iterations", "quality_test", "dignity", "guild_notice",
        "capture_session", "exception_facts",
    },
    "use-36-noise-reduction": {"tell_contact", "keep_terms", "flag_early", "craft_list"},
    "use-58-witness": USUAL - {"keep_onboarding"}
    | {"flag_early", "keep_iterations", "least_data", "dignity", "cue_sheet"},
    "rule-mislead": USUAL | {"tell_audience"},
    "rule-fabricate": USUAL | {"tell_audience"},
    "rule-union": USUAL | {"craft_talks"},
    "rule-talent-model": USUAL | {"model_custody"},
    "rule-lapsed": {"tell_contact", "keep_terms", "check_result", "renew_agreement"},
    "trap-declared-late-harmless": USUAL | {"declared_late"},
    "trap-same-standards-vendor": USUAL | {"assess_vendor"},
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_duties(name: str) -> None:
    duties = assessor().assess(by_id(name).case).duties
    assert {duty.id for duty in duties if duty.certain} == EXPECTED[name]


def test_every_duty_is_expected_somewhere() -> None:
    named = set().union(*EXPECTED.values())
    assert named == {duty.id for duty in shipped_pack().pack.duties}


@pytest.mark.parametrize(
    ("name", "duty", "due"),
    [
        ("base-mood-board", "tell_contact", "2026-12-01"),
        ("use-24-deage", "guild_notice", "2026-11-29"),
        ("use-24-deage", "quality_test", "2026-12-08"),
        ("use-26-reshoot", "capture_session", "2026-11-17"),
        ("base-temp-music", "replace_temporary", "2027-02-15"),
        ("base-temp-music", "check_at_lock", "2027-03-12"),
        ("trap-declared-late-harmless", "declared_late", "2026-11-24"),
        ("rule-talent-model", "model_custody", "2027-06-30"),
    ],
)
def test_a_duty_falls_due(name: str, duty: str, due: str) -> None:
    found = {each.id: each.due for each in assessor().assess(by_id(name).case).duties}
    assert found[duty] == due


def test_who_performs_the_work_changes_a_duty_and_nothing_else() -> None:
    vendor = assessor().assess(by_id("trap-vendor-workflow").case)
    inside = assessor().assess(by_id("trap-in-house-workflow").case)
    assert (vendor.outcome, vendor.findings) == (inside.outcome, inside.findings)
    assert {duty.id for duty in vendor.duties} - {duty.id for duty in inside.duties} == {
        "assess_vendor"
    }


def test_a_use_declared_late_has_the_outcome_it_would_have_had() -> None:
    late, early = by_id("trap-declared-late"), by_id("rule-final")
    assert assessor().assess(late.case).outcome == assessor().assess(early.case).outcome
