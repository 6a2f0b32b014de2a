"""What lies outside of an envelope, and what a use has within it already."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clearslate.envelopes.answers import Answers
from clearslate.envelopes.ceiling import Used
from clearslate.envelopes.drafting import draft_envelope
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.fit import Fit, Given, fit
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.scope import ANYBODY, IN_HOUSE, NAMED, Scope, Tool, scope_of
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.case import Case, make_case
from clearslate.policy.library import load_pack, rulebooks
from tests.docs.world import HOUSE, declaration, declared, facts

DAY = date(2026, 11, 24)


BOOKS = rulebooks()


ASSESSOR = Assessor(BOOKS)


CRAFT = Scope(
    media=("picture", "image", "sound"),
    techniques=("assistive",),
    destinations=("temp_in_edit", "final_picture", "final_sound"),
    covers_finals=True,
    craft_only=True,
    covers=("final", "sensitive", "proprietary", "likeness_in"),
)


DENOISE = "vfx-denoise-craft-list.yaml"


EVERYTHING = replace(CRAFT, covers=tuple(coverable(BOOKS)))


def approval(scope: Scope = CRAFT, **changes: Any) -> Given:
    day = timedelta(days=1)
    return replace(Given("SA-01", scope, DAY - day, DAY + 30 * day, "giver"), **changes)


def case_of(document: dict[str, Any]) -> Case:
    return make_case(document, rulebooks=BOOKS, on=DAY, facts=facts())


def held(
    document: dict[str, Any], scope: Scope = CRAFT, *, declarant: str = "somebody", **changes: Any
) -> Fit:
    case = case_of(document)
    return fit(
        approval(scope, **changes),
        Answers(case, ASSESSOR),
        ASSESSOR.assess(case),
        declarants=[declarant],
        on=DAY,
    )


def denoise(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(declaration(DENOISE))) | changes


def said(document: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A declaration with one answer given anew; None takes it away."""
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if to is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = to
    return document


def texts(found: Fit) -> str:
    return "\n".join(reason.text for reason in found.reasons)


#: An envelope that speaks of everything it can speak of.
STRICT = replace(
    CRAFT,
    departments=("vfx",),
    tools=(Tool("Smoothplate, denoise", "9", "studio"),),
    by=NAMED,
    vendors=("Larkspire VFX",),
    most_shots=3,
    most_seconds="140",
    kept_out=("key_elements", "work_of_others", "invented_facts", "minors"),
)


def test_names_are_compared_without_regard_to_case_and_spaces() -> None:
    scope = replace(STRICT, tools=(Tool("smoothplate,  DENOISE", "9"),), vendors=("larkspire vfx",))
    assert held(denoise(), scope).fits


def test_of_several_entries_of_a_tool_one_has_to_match_whole() -> None:
    two = (Tool("Smoothplate, denoise", "9", "indie"), Tool("Smoothplate, denoise", "8", "studio"))
    found = held(denoise(), replace(CRAFT, tools=two))
    assert "is not the tool as SA-01 has it" in texts(found)
    any_version = (*two, Tool("Smoothplate, denoise", "", "studio"))
    assert held(denoise(), replace(CRAFT, tools=any_version)).fits


def test_in_house_only_is_in_house_only() -> None:
    scope = replace(CRAFT, by=IN_HOUSE)
    assert "SA-01 covers work in-house only." in texts(held(denoise(), scope))
    at_home = said(denoise(), "components", 0, "performed_by", to="in_house")
    assert held(at_home, scope).fits


def test_finals_fit_only_what_says_that_it_covers_finals() -> None:
    scope = replace(CRAFT, covers_finals=False)
    assert "SA-01 does not cover finals." in texts(held(denoise(), scope))
    temporary = said(denoise(), "outputs", 0, "destination", to="temp_in_edit")
    temporary = said(temporary, "outputs", 0, "replaced_by", to="2027-01-10")
    assert held(temporary, scope).fits


def test_a_step_without_generative_ai_is_nobodys_concern() -> None:
    document = denoise()
    document["components"].append({"name": "Rotoscoping by hand", "technique": "not_ai"})
    assert held(document, replace(STRICT, tools=(Tool("Smoothplate, denoise"),))).fits


def test_a_finding_that_is_not_covered_is_named() -> None:
    found = held(denoise(), replace(CRAFT, covers=("final", "sensitive")))
    assert texts(found) == (
        "“A real face or voice goes in” (Night dailies) is a finding that SA-01 does not cover."
    )


def test_findings_of_an_advisory_pack_are_only_shown_and_those_of_an_adopted_one_count() -> None:
    house = load_pack(HOUSE)
    for adopted_by, fits in (("", True), ("Ana Ruiz", False)):
        books = rulebooks([house], adopted_by=adopted_by)
        case = make_case(denoise(), rulebooks=books, on=DAY, facts=facts())
        assessor = Assessor(books)
        assessed = assessor.assess(case)
        found = fit(approval(), Answers(case, assessor), assessed, declarants=["somebody"], on=DAY)
        own = {each.rule for each in assessed.findings} - set(CRAFT.covers)
        assert own, "the house pack has a finding of its own for this"
        assert found.fits == fits


def test_only_rules_without_evidence_or_conditions_can_be_covered_ahead() -> None:
    offered = coverable(BOOKS)
    assert {"final", "sensitive", "likeness_in", "stores"} <= set(offered)
    crossing = {
        "replica",
        "alter",
        "anonymise",
        "personal",
        "third_party",
        "reference",
        "exception",
    }
    assert not crossing & set(offered)
    assert not any(rule.needs or rule.conditions for rule in offered.values())


def test_nobody_decides_on_their_own_declaration() -> None:
    found = held(denoise(), declarant="giver")
    assert texts(found) == (
        "Whoever declares it gave SA-01, and nobody decides on their own declaration."
    )


def test_it_fits_only_while_the_approval_holds() -> None:
    day = timedelta(days=1)
    assert "SA-01 begins on 25 Nov 2026." in texts(held(denoise(), from_day=DAY + day))
    assert "SA-01 held until 24 Nov 2026." in texts(held(denoise(), to_day=DAY))
    assert "SA-01 was ended." in texts(held(denoise(), ended=True))
    later = said(denoise(), "use", "work_from", to="2026-12-24")
    assert "“Work begins” is 24 Dec 2026; SA-01 holds until 24 Dec 2026." in texts(held(later))
    assert held(said(denoise(), "use", "work_from", to="2026-12-23")).fits


def test_what_is_noticed_anyway_needs_no_approval() -> None:
    found = held(dict(declaration("development-mood-board.yaml")), EVERYTHING)
    assert "No approval is needed for it." in texts(found)


def used(*shots: str, seconds: int = 0) -> Used:
    return Used({shot: Decimal(seconds) for shot in shots})


def test_a_shot_that_is_registered_counts_once() -> None:
    scope = replace(CRAFT, most_shots=3)
    assert held(denoise(), scope, used=used("203_0610", "203_0620")).fits
    assert not held(denoise(), scope, used=used("1", "2")).fits
    assert "1 are left" not in texts(held(denoise(), scope, used=used("1", "2", "203_0610")))


def test_what_the_use_itself_registered_does_not_count_against_it() -> None:
    scope = replace(CRAFT, most_seconds="200")
    assert not held(denoise(), scope, used=used("a", seconds=100)).fits
    assert held(denoise(), scope, used=used("a", seconds=100), own=Decimal(60)).fits


def test_an_envelope_is_proposed_from_what_was_declared() -> None:
    scope = draft_envelope(case_of(denoise()))
    assert scope == Scope(
        departments=("vfx",),
        media=("picture",),
        techniques=("assistive",),
        destinations=("final_picture",),
        tools=(Tool("Smoothplate, denoise", "9", "studio"),),
        by=NAMED,
        vendors=("Larkspire VFX",),
        most_shots=3,
        most_seconds="140",
        kept_out=("work_of_others", "key_elements", "invented_facts"),
    )
    assert scope_of(scope.as_json()) == scope


@pytest.mark.parametrize("name", declared())
def test_whatever_was_declared_lies_within_the_envelope_proposed_for_it(name: str) -> None:
    case = case_of(dict(declaration(name)))
    assessed = ASSESSOR.assess(case)
    scope = replace(
        draft_envelope(case),
        covers_finals=True,
        covers=tuple({each.rule for each in assessed.findings}),
    )
    ahead = approval(scope, to_day=DAY + timedelta(days=700))
    found = fit(ahead, Answers(case, ASSESSOR), assessed, declarants=["somebody"], on=DAY)
    beyond = [each for each in found.reasons if "SA-01" in each.text]
    assert [each.text for each in beyond] == []


def test_what_is_not_declared_sets_no_limit() -> None:
    assert draft_envelope(case_of({"clearslate": "declaration/1"})) == Scope(by=ANYBODY)


def test_the_vocabulary_of_what_is_kept_out_can_be_read() -> None:
    assert vocabulary()["minors"].declared is None
    assert all(each.title and each.text.endswith(".") for each in vocabulary().values())
