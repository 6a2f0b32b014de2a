"""Ways to a lower outcome in words, and what is said where there is none."""

from __future__ import annotations

import dataclasses

import jsonschema
import pytest

from clearslate.policy.assess import Assessor, assess
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.ways import ways, ways_schema
from tests.policy.ways.small import HARMLESS, HASH, ON, case, rulebook

[COMPONENT] = HARMLESS["components"]
CARD = {"name": "Title card", "destination": "final_picture", "fabricates": "no"}
MARA = {"who": "Mara Lind", "act": "replica", "aspects": ["face", "voice"], "guild": "equity_uk"}


@pytest.fixture
def loaded(tmp_path):
    return rulebook(tmp_path)


def words(target):
    return [[change.words for change in way.changes] for way in target.ways]


def document(kind, **more):
    return {
        "id": kind, "kind": kind, "subject": "Mara Lind", "productions": ["H"],
        "from": "2026-01-01", "sha256": HASH, **more,
    }  # fmt: skip


def test_it_works(loaded):
    result = ways(case(loaded, outputs=[CARD]))
    assert result.outcome == "approval"
    [target] = result.targets
    assert (target.to, target.extent, target.more) == ("notify", "complete", False)
    [way] = target.ways
    assert (way.outcome, way.interval) == ("notify", ("notify", "notify"))
    [change] = way.changes
    assert (change.path, change.kind, change.subject) == (
        "outputs[0].destination", "answer", "Title card",
    )  # fmt: skip
    assert (change.before, change.after, change.also) == (
        "final_picture", "temp_in_edit", ("pitch", "development"),
    )  # fmt: skip
    assert change.words == (
        "Where it ends up, for Title card: “The final picture” → “Temporary in the edit or mix, to"
        " be replaced”, or “A pitch or proof of concept”, or “Development only, not seen outside"
        " the production”"
    )


def test_nothing_is_lower_than_notify_and_no_use_has_no_outcome(loaded):
    assert ways(case(loaded)).targets == ()
    unused = ways(case(loaded, components=[{**COMPONENT, "technique": "not_ai"}]))
    assert (unused.outcome, unused.targets) == (None, ())


def test_from_a_hold_there_are_ways_to_approval_and_to_notify(loaded):
    output = {"name": "Reel", "destination": "development", "fabricates": "yes"}
    result = ways(case(loaded, outputs=[{**output, "presented_as_fact": "yes"}]))
    approval, notify = result.targets
    assert result.target("approval") is approval
    assert words(approval) == [
        ["Put on file: decision how the audience is told, for Reel"],
        ["Presented as fact, for Reel: yes → no"],
    ]
    assert [way.outcome for way in approval.ways] == ["approval", "notify"]
    assert words(notify) == [["Presented as fact, for Reel: yes → no"]]


def test_all_ways_of_the_smallest_size_and_none_that_is_larger(loaded):
    references = [
        {"name": "Nighthawks", "kind": "work", "rights": "none"},
        {"name": "Own sketches", "kind": "own", "rights": "none"},
    ]
    [target] = ways(case(loaded, outputs=[CARD, CARD], references=references)).targets
    [way] = target.ways
    assert [change.path for change in way.changes] == [
        "outputs[0].destination", "outputs[1].destination", "references[0]",
    ]  # fmt: skip
    assert way.changes[2].words == "Do without this reference: Nighthawks"
    assert (way.changes[2].before, way.changes[2].after) == ("Nighthawks", None)


def test_evidence_alone_is_told_beside_smaller_ways(loaded):
    approval = ways(case(loaded, people=[MARA])).targets[0]
    assert [len(way.changes) for way in approval.ways] == [1, 1, 1]
    assert approval.by_evidence is not None
    assert [change.words for change in approval.by_evidence.changes] == [
        "Put on file: consent to this use, for Mara Lind",
        "Put on file: guild notice or agreement, for Mara Lind",
    ]
    assert approval.by_evidence.outcome == "approval"


def test_evidence_alone_takes_as_many_papers_as_it_needs(loaded):
    cast = [{**MARA, "who": f"Person {number}"} for number in range(5)]
    approval, notify = ways(case(loaded, people=cast)).targets
    assert (approval.ways, approval.extent) == ((), "searched up to 4 changes")
    assert approval.by_evidence is not None
    assert len(approval.by_evidence.changes) == 10
    assert (notify.ways, notify.by_evidence) == ((), None)


def test_less_can_be_done_until_a_consent_on_file_covers_it(loaded):
    consent = document("use_consent", acts=["replica"], aspects=["face"])
    facts = {"production": {"id": "H"}, "evidence": [consent, document("guild_compliance")]}
    made = case(loaded, people=[MARA], use={"shots": ["1"]}, facts=facts)
    approval = ways(made).targets[0]
    assert ["Aspects that change, for Mara Lind: without “Voice”"] in words(approval)
    [less] = [way for way in approval.ways if way.changes[0].path == "people[0].aspects"]
    assert (less.changes[0].before, less.changes[0].after) == ("voice", None)
    assert less.changes[0].kind == "remove"


def test_derived_facts_are_computed_anew(loaded):
    model = {"name": "Double", "made_for": "H", "used_as": "pitch_or_concept"}
    [target] = ways(case(loaded, models=[model], facts={"production": {"id": "H"}})).targets
    assert words(target) == [
        ["Used for, for Double: “For a pitch or concept” → “For this production”"],
        ["Do without this model: Double"],
    ]
    other = {**model, "made_for": "OTHER"}
    [target] = ways(case(loaded, models=[other], facts={"production": {"id": "H"}})).targets
    assert words(target) == [["Do without this model: Double"]]


def test_what_the_register_contradicts_is_no_way(loaded):
    terms = {"id": "T", "tool": "Imago", "secured": "no", "from": "2026-01-01"}
    component = {**COMPONENT, "terms": "T", "secured": "no"}
    [target] = ways(case(loaded, components=[component], facts={"terms": [terms]})).targets
    assert target.ways == ()
    assert [standing.rule for standing in target.rests_on] == ["unsecured"]


def test_where_findings_rest_on_facts_there_is_no_way(loaded):
    [target] = ways(
        case(loaded, outputs=[CARD], components=[{**COMPONENT, "stores": "yes"}])
    ).targets
    assert (target.ways, target.complete) == ((), True)
    assert [dataclasses.astuple(each) for each in target.rests_on] == [
        ("stores", "The tool stores", "Imago", "components[0]")
    ]
    assert target.depends_on == ()


def test_unknown_facts_are_named_and_never_answered(loaded):
    output = {"name": "Reel", "destination": "unknown", "fabricates": "unknown"}
    [target] = ways(case(loaded, outputs=[output])).targets
    assert (target.ways, target.complete, target.rests_on) == ((), True, ())
    assert [(each.path, each.state, each.who) for each in target.depends_on] == [
        ("outputs[0].fabricates", "not_sure", "the one who knows")
    ]


def test_an_exception_that_is_still_open_is_named(loaded):
    approval = ways(case(loaded, people=[MARA])).targets[0]
    assert [(each.path, each.state) for each in approval.depends_on] == [
        ("people[0].exception", "not_answered")
    ]


def test_open_choices_are_decided(loaded):
    [target] = ways(
        case(loaded, outputs=[{"name": "Reel", "fabricates": "no"}], references="unknown")
    ).targets
    [way] = target.ways
    first, second = way.changes
    assert (first.before, first.after) == (None, "development")
    assert first.words.startswith("Where it ends up, for Reel: not answered → “Development only")
    assert (second.path, second.before, second.after) == ("references", "unknown", [])
    assert second.words == "Works, names and styles referred to: not sure → none"


def test_a_change_that_brings_an_open_mandatory_answer_is_no_way(loaded):
    # As a replica the guild is asked for, and nobody has said which; so that the finding about
    # the alteration would only give way to doubt.
    altered = {"who": "Mara Lind", "act": "significant"}
    approval = ways(case(loaded, people=[altered])).targets[0]
    assert [change.path for way in approval.ways for change in way.changes] == [
        "people[0].act", "people[0].act", "people[0]",
    ]  # fmt: skip
    assert "replica" not in [change.after for way in approval.ways for change in way.changes]


def test_the_first_ways_are_listed_and_more_are_mentioned(loaded):
    made = case(loaded, people=[MARA])
    whole = ways(made).targets[0]
    some = ways(made, listed=2).targets[0]
    assert (len(whole.ways), whole.more) == (3, False)
    assert (len(some.ways), some.more, some.complete) == (2, True, True)
    assert set(some.ways) <= set(whole.ways)


def test_every_way_is_what_an_assessment_of_the_changed_case_says(loaded):
    made = case(loaded, outputs=[CARD], references="unknown")
    [way] = ways(made).targets[0].ways
    outputs = [{**CARD, "destination": way.changes[0].after}]
    changed = assess(case(loaded, outputs=outputs, references=way.changes[1].after))
    assert (changed.outcome, changed.interval) == (way.outcome, way.interval)
    for other in way.changes[0].also:
        outputs = [{**CARD, "destination": other}]
        assert assess(case(loaded, outputs=outputs, references=[])).outcome == way.outcome


def test_advisory_rulebooks_neither_block_nor_open_ways(loaded):
    book = Rulebook(loaded)
    advisory = Rulebook(
        dataclasses.replace(loaded, pack=dataclasses.replace(loaded.pack, urn="urn:test:other")),
        adopted=False,
    )
    declaration = {"clearslate": "declaration/1", **HARMLESS, "outputs": [CARD]}
    alone = ways(make_case(declaration, rulebooks=[book], on=ON))
    beside = ways(make_case(declaration, rulebooks=[book, advisory], on=ON))
    assert beside.targets == alone.targets


def test_the_document_fits_its_schema_and_is_the_same_under_any_engine(loaded):
    schema = ways_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    compiled = Assessor([Rulebook(loaded)], engine=Compiled)
    unread = [{**COMPONENT, "terms_match": "no"}, {**COMPONENT, "stores": "yes"}]
    cases = [
        case(loaded),
        case(loaded, outputs=[CARD], references="unknown"),
        case(loaded, people=[MARA], components=unread),
        case(loaded, outputs=None, people=None),
        case(loaded, components=[{**COMPONENT, "technique": "not_ai"}]),
    ]
    for made in cases:
        first, second = ways(made).as_json(), ways(made, compiled).as_json()
        jsonschema.validate(first, schema)
        assert first == second
