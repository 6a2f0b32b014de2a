"""What may be changed: choices and evidence, never a fact, and never what has to stay."""

from __future__ import annotations

import pytest

from clearslate.policy.assess import Assessor
from clearslate.policy.case import Rulebook
from clearslate.policy.ways.finder import Finder
from clearslate.policy.ways.options import Act, options_of
from tests.policy.ways.small import HARMLESS, case, rulebook


@pytest.fixture
def loaded(tmp_path):
    return rulebook(tmp_path)


def options(loaded, **parts):
    made = case(loaded, **parts)
    finder = Finder(Assessor([Rulebook(loaded)]))
    resolved = finder.assessor.resolve(made)
    return options_of(finder.plan, loaded.schema, made.declaration, resolved)


def found(loaded, **parts):
    return [(each.act, each.path, each.value) for each in options(loaded, **parts).all]


def test_choices_and_evidence_are_options_and_facts_are_none(loaded):
    person = {"who": "Mara", "act": "replica", "aspects": ["face"], "guild": "equity_uk"}
    assert found(loaded, people=[person]) == [
        (Act.FILE, "outputs[0].disclosure_plan", "yes"),
        (Act.FILE, "people[0].use_consent", "yes"),
        (Act.FILE, "people[0].guild_compliance", "yes"),
        (Act.SET, "outputs[0].destination", "in_camera"),
        (Act.SET, "outputs[0].presented_as_fact", "yes"),
        (Act.SET, "outputs[0].presented_as_fact", "no"),
        (Act.SET, "components[0].secured", "no"),
        (Act.SET, "people[0].act", "significant"),
        (Act.SET, "people[0].act", "customary"),
        (Act.SET, "people[0].act", "anonymise"),
        (Act.LEAVE, "people[0]", ""),
    ]


def test_values_that_no_condition_tells_apart_are_one_option(loaded):
    output = {"name": "Board", "destination": "final_picture", "fabricates": "no"}
    [option] = [
        each for each in options(loaded, outputs=[output]).all if each.field == "destination"
    ]
    assert (option.value, option.also) == ("temp_in_edit", ("pitch", "development"))


def test_an_open_answer_can_be_decided_and_an_open_list_emptied(loaded):
    both = found(loaded, references="unknown", people=None, outputs=[{"name": "Board"}])
    assert (Act.SET, "outputs[0].destination", "development") in both
    assert (Act.NONE, "references", "") in both
    assert (Act.NONE, "people", "") in both
    assert not [path for _, path, _ in both if path == "outputs[0].fabricates"]


def test_a_list_of_facts_is_neither_emptied_nor_shortened(loaded):
    assert not [path for _, path, _ in found(loaded, outputs="unknown") if path == "outputs"]
    assert not [path for _, path, _ in found(loaded) if path == "outputs[0]"]


def test_what_a_rights_holder_said_stays_and_what_nobody_has_read_can_be_read(loaded):
    [component] = HARMLESS["components"]
    every = found(
        loaded,
        references=[{"name": "R", "kind": "work", "rights": "refused"}],
        components=[{**component, "terms_match": "no"}],
    )
    assert (Act.FILE, "components[0].terms_match", "yes") in every
    assert not [path for _, path, _ in every if path == "references[0].rights"]


def test_the_last_tool_and_the_last_maker_of_an_output_stay(loaded):
    [component] = HARMLESS["components"]
    [output] = HARMLESS["outputs"]
    assert (Act.LEAVE, "components[0]", "") not in found(loaded)
    two = [component, {**component, "name": "Clean"}]
    either = options(loaded, components=two)
    assert [each.path for each in either.all if each.act is Act.LEAVE] == [
        "components[0]", "components[1]",
    ]  # fmt: skip
    whole = sum(1 << n for n, each in enumerate(either.all) if each.act is Act.LEAVE)
    assert not either.allowed(whole)
    made = found(loaded, components=two, outputs=[{**output, "made_by": ["Clean"]}])
    assert [path for act, path, _ in made if act is Act.LEAVE] == ["components[0]"]


def test_an_answer_with_several_values_loses_one_at_a_time_and_keeps_one(loaded):
    def aspects(*values):
        person = {"who": "Mara", "act": "replica", "aspects": list(values)}
        every = options(loaded, people=[person])
        return every, [each for each in every.all if each.field == "aspects"]

    _, single = aspects("face")
    assert single == []
    every, pair = aspects("face", "voice")
    assert [(each.act, each.value) for each in pair] == [(Act.DROP, "face"), (Act.DROP, "voice")]
    both = sum(1 << n for n, each in enumerate(every.all) if each in pair)
    assert not every.allowed(both)


def test_options_of_one_answer_and_of_an_item_left_out_exclude_each_other(loaded):
    person = {"who": "Mara", "act": "replica", "aspects": ["face", "voice"]}
    every = options(loaded, people=[person])
    paths = [each.path for each in every.all]

    def excluded(number):
        return {paths[other] for other in range(len(paths)) if every.excluded[number] >> other & 1}

    acts = [number for number, path in enumerate(paths) if path == "people[0].act"]
    assert excluded(acts[0]) == {"people[0].act", "people[0]"}
    gone = paths.index("people[0]")
    assert {path for path in paths if path.startswith("people[0]")} == excluded(gone)
    face = next(n for n, each in enumerate(every.all) if each.value == "face")
    assert excluded(face) == {"people[0].aspects", "people[0]"}
    assert every.excluded[face].bit_count() == 2
