"""Each statement holds on a sound pack, and fails on one that is broken just there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearslate.policy.pack.model import Overlap
from clearslate.policy.prove import (
    STATEMENTS,
    Proof,
    Verdict,
    counterexample,
    proofs,
    proved,
    subject,
)
from tests.policy.prove.small import (
    FINAL,
    SCHEMA,
    check,
    pack,
    question,
    rule,
    sound,
    statement,
)


def broken(name, made, base=None):
    """The declaration that breaks a statement, and what the second case answers."""
    verdict = check(name, made, base)
    assert not verdict.holds
    shown = counterexample(verdict.failures[0].sample, SCHEMA)
    return shown.declaration, shown.then


def declaring(made, other):
    """The rule, saying that it overlaps with another one."""
    return replace(made, overlaps=(Overlap(other, "because"),))


@pytest.mark.parametrize("name", [each.id for each in STATEMENTS])
def test_a_sound_pack_satisfies(name):
    assert check(name, sound()).holds


def test_all_of_a_sound_pack_is_proved_with_what_the_relaxed_reading_gives_up():
    steps = list(proofs(subject(sound(), SCHEMA)))
    assert all(proved(step) for step in steps)
    assert [step.statement.id for step in steps if isinstance(step, Proof)] == [
        each.id for each in STATEMENTS
    ]


def test_a_mandatory_answer_without_its_guard_is_found():
    asked, _ = question("output.destination")
    made = sound()
    card = replace(made.cards[0], questions=(asked,))
    rules = tuple(each for each in made.rules if each.id != "final")
    guards = tuple(each for each in made.guards if each.field != "destination")
    declaration, _ = broken(
        "unknown-never-notify", replace(made, rules=rules, guards=guards, cards=(card,))
    )
    assert declaration["outputs"] == [{"name": "Output 1"}]


def test_a_final_output_that_is_let_through_is_found():
    rules = [rule("final", "output.destination == 'final_picture'", each="output")]
    declaration, _ = broken("final-never-notify", pack(rules))
    assert len(declaration["outputs"]) == 1
    assert declaration["outputs"][0]["destination"] in FINAL


@pytest.mark.parametrize(
    ("each", "when", "trigger"),
    [
        ("person", "person.act == 'significant'", "A person is replicated, altered or disguised"),
        ("input", "input.likeness and use.begun", "An input shows a real face"),
    ],
)
def test_a_trigger_that_another_answer_switches_off_is_found(each, when, trigger):
    verdict = check("triggers-always-escalate", pack([rule("odd", when, each=each)]))
    assert any(failure.message.startswith(trigger) for failure in verdict.failures)


def test_a_rule_that_spares_a_vendor_is_found():
    made = pack(
        [
            rule(
                "stores",
                "component.stores and component.performed_by == 'in_house'",
                each="component",
            )
        ]
    )
    declaration, then = broken("performer-of-work-neutral", made)
    component = declaration["components"][0]
    assert component.keys() == {"name", "performed_by"}
    both = {component["performed_by"], then["components[0].performed_by"]}
    assert both == {"in_house", "vendor"}


def test_reading_who_performs_the_work_is_allowed_when_it_changes_nothing():
    when = "component.stores and component.performed_by in ('in_house', 'vendor')"
    made = pack([rule("stores", when, each="component")])
    verdict = check("performer-of-work-neutral", made)
    assert verdict.holds
    assert verdict.how.startswith("for every case")


def test_a_finding_that_differs_by_performer_without_changing_the_outcome_is_found():
    made = pack(
        [
            rule("stores", "component.stores", each="component"),
            rule(
                "vendor",
                "component.stores and component.performed_by == 'vendor'",
                each="component",
            ),
        ]
    )
    assert not check("performer-of-work-neutral", made).holds


def test_a_mandatory_answer_on_items_of_an_optional_list_leaves_the_interval():
    # While the list is unknown nothing is asked of its items; once there is one, its answer is.
    made = pack([], [question("input.owner")])
    declaration, then = broken("answers-stay-in-interval", made)
    assert declaration == {"clearslate": "declaration/1", "inputs": "unknown"}
    assert then == {"inputs": [{"name": "Input 1"}]}


def test_evidence_that_switches_a_rule_off_is_found():
    made = pack(
        [rule("replica", "person.act == 'replica' and not person.use_consent", each="person")]
    )
    declaration, then = broken("evidence-not-enough", made)
    assert declaration["people"] == [{"who": "Person 1"}]
    assert then == {"people[0].use_consent": "no"}


def test_a_talent_rule_that_reaches_customary_work_is_found():
    made = pack([rule("alter", "person.act != 'replica'", each="person", area="talent")])
    declaration, _ = broken("customary-is-silent", made)
    assert declaration["people"][0]["act"] == "customary"


@pytest.mark.parametrize(
    ("when", "word"),
    [
        ("output.position == 'foreground' and output.position == 'background'", "certainly true"),
        ("output.position in ('foreground', 'background')", "certainly false"),
        ("today < date('2026-01-01')", "uncertain"),
    ],
)
def test_a_rule_that_says_nothing_is_found(when, word):
    verdict = check("rule-can-fire", pack([rule("odd", when, each="output")]))
    assert f"The rule odd can never be {word}." in [each.message for each in verdict.failures]


def test_a_rule_of_one_reading_can_fire():
    made = pack([rule("relaxed", "switch.S1 == 'relaxed' and use.begun")])
    assert check("rule-can-fire", made).holds


def test_an_undeclared_overlap_is_found_and_a_declared_one_is_not():
    wide = rule("wide", "output.destination == 'final_picture'", each="output")
    when = "output.destination == 'final_picture' and output.position == 'foreground'"
    narrow = rule("narrow", when, each="output")
    declaration, _ = broken("overlaps-declared", pack([wide, narrow]))
    assert declaration["outputs"][0]["position"] == "foreground"
    assert check("overlaps-declared", pack([wide, declaring(narrow, "wide")])).holds
    assert check("overlaps-declared", pack([declaring(wide, "narrow"), narrow])).holds


def test_a_rule_that_two_others_cover_together_is_found():
    made = pack(
        [
            rule("front", "output.fabricates and output.position == 'foreground'", each="output"),
            rule("back", "output.fabricates and output.position == 'background'", each="output"),
            rule("made_up", "output.fabricates", each="output"),
            rule("other", "output.presented_as_fact", each="output"),
        ]
    )
    messages = {each.about: each.message for each in check("overlaps-declared", made).failures}
    assert messages.keys() == {"front", "back", "made_up"}
    assert "so does front or back on the same subject" in messages["made_up"]
    known = replace(
        made, rules=(*(declaring(r, "made_up") for r in made.rules[:2]), *made.rules[2:])
    )
    assert check("overlaps-declared", known) == Verdict()


def test_an_overlap_that_is_not_real_is_a_warning():
    made = pack(
        [
            rule("one", "output.fabricates", each="output", overlaps=("other",)),
            rule("other", "output.presented_as_fact", each="output"),
        ]
    )
    verdict = check("overlaps-declared", made)
    assert verdict.holds
    assert "one declares an overlap with other" in verdict.warnings[0]


def test_a_house_pack_that_loosens_is_found():
    base = sound()
    looser = rule("stores", "component.stores and component.trains", each="component")
    house = replace(base, rules=(looser, *(r for r in base.rules if r.id != "stores")))
    declaration, _ = broken("house-only-tightens", house, base)
    assert declaration["components"][0] == {
        "name": "Component 1", "stores": "yes", "trains": "no",
    }  # fmt: skip


def test_a_house_pack_that_tightens_is_proved():
    base = sound()
    stricter = rule("stores", "component.stores or component.trains", each="component")
    house = replace(base, rules=(stricter, *(r for r in base.rules if r.id != "stores")))
    assert check("house-only-tightens", house, base).holds


def test_a_house_pack_that_relaxes_a_switch_or_widens_the_gate_is_found():
    base = sound()
    relaxed = replace(base, switches=(replace(base.switches[0], default="relaxed"),))
    _, then = broken("house-only-tightens", relaxed, base)
    assert then == {"switch.S1": "strict"}
    open_gate = replace(base, gate=pack([], gate="use.begun").gate)
    broken("house-only-tightens", open_gate, base)


def test_a_house_pack_that_loosens_one_reading_only_is_found():
    base = sound()
    odd = rule("stores", "component.stores and switch.S1 == 'strict'", each="component")
    house = replace(base, rules=(odd, *(r for r in base.rules if r.id != "stores")))
    broken("house-only-tightens", house, base)


def test_a_house_pack_that_loosens_by_a_switch_of_its_own_is_found():
    base = sound()
    odd = rule("stores", "component.stores and switch.H1 == 'strict'", each="component")
    house = replace(
        base,
        rules=(odd, *(r for r in base.rules if r.id != "stores")),
        switches=(*base.switches, replace(base.switches[0], id="H1")),
    )
    broken("house-only-tightens", house, base)


def test_a_statement_about_a_row_is_asked_of_packs_that_carry_the_row():
    other = replace(sound(), rows=())
    assert not statement("final-never-notify").concerns(other)
    assert statement("unknown-never-notify").concerns(other)


@pytest.mark.parametrize(
    ("gives_up", "missing", "kept"),
    [
        ((), ("final-never-notify",), ()),
        (("final-never-notify", "rule-can-fire"), (), ("rule-can-fire",)),
        (("final-never-notify", "misspelt"), (), ("misspelt",)),
    ],
)
def test_a_reading_gives_up_exactly_what_it_says(gives_up, missing, kept):
    made = sound()
    switch = replace(made.switches[0], gives_up=(("relaxed", gives_up),))
    steps = list(proofs(subject(replace(made, switches=(switch,)), SCHEMA)))
    assert not proved(steps[-1])
    assert (steps[-1].missing, steps[-1].kept) == (missing, kept)
