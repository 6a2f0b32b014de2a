"""A counterexample is a declaration that our own reader takes, and the smallest that there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clearslate.policy.declaration.check import check_declaration
from clearslate.policy.derived.resolve import resolve
from clearslate.policy.documents import read_text, to_yaml
from clearslate.policy.pack.model import Outcome
from clearslate.policy.prove import counterexample, subject
from clearslate.policy.prove.answer import answer
from clearslate.policy.prove.formula import NOW
from clearslate.policy.prove.outcome import PackFormulas
from clearslate.policy.prove.search import Query, find
from clearslate.policy.prove.solver import ProofError
from tests.policy.prove.small import SCHEMA, pack, question, rule, sound

EVERYTHING = """
    output.destination == 'temp_in_edit' and output.seconds > 2 and output.seconds <= 3
    and output.replaced_by < production.picture_lock and today > date('2027-03-01')
    and 'lock' in output.gates and any(g == 'delivery' for g in output.gates)
    and any(n == output.name for n in output.made_by)
    and any(c.name in ('Denoiser', 'Upscaler') and c.onboarded for c in components)
    and production.kind == 'series' and not use.begun
"""


def holding(made):
    """The smallest case on which the pack gives hold."""
    formula = PackFormulas(made, NOW).outcome_reaches(Outcome.HOLD)
    query = Query(formula, lambda s: answer(made, s.now).outcome is Outcome.HOLD)
    return find(query, subject(made, SCHEMA))


def resolved_again(shown, sample):
    """The case that our reader makes of the document, with the derived facts it assumes."""
    document = check_declaration(
        read_text(to_yaml(shown.declaration).encode(), name="counterexample.yaml"),
        SCHEMA,
        name="counterexample.yaml",
    )
    case = resolve(
        document,
        document.get("facts", {}),
        schema=SCHEMA,
        switches=shown.switches,
        on=date.fromisoformat(shown.date),
    )
    for path, value in shown.assumed.items():
        place, _, name = path.rpartition(".")
        part, _, index = place.rstrip("]").partition("[")
        item = case[part][int(index)] if index else case[part]
        item[name] = value == "yes"
    # What is derived from the document alone is assumed otherwise where the proof is free to.
    for part, items in case.items():
        if isinstance(items, list):
            for item, own in zip(items, sample.now[part], strict=True):
                item.update({name: own[name] for name in own if name not in declared(part)})
    return case


def declared(part):
    return SCHEMA.parts[part].fields


def test_a_counterexample_reads_back_as_the_case_it_shows():
    made = pack([rule("all", EVERYTHING, each="output", outcome=Outcome.HOLD)])
    sample = holding(made)
    shown = counterexample(sample, SCHEMA)
    output = shown.declaration["outputs"][0]
    assert 2 < float(output["seconds"]) <= 3
    assert output["gates"] == ["lock", "delivery"]
    assert output["replaced_by"] < shown.declaration["facts"]["production"]["picture_lock"]
    assert shown.assumed == {"components[0].onboarded": "yes"}
    assert shown.date > "2027-03-01"
    if output["made_by"][0] == shown.declaration["components"][0]["name"]:
        assert resolved_again(shown, sample) == sample.now
    else:
        # Our reader wants the named component to be listed; the proof knows no such bond.
        shown.declaration["components"].append({"name": output["made_by"][0]})
        assert resolved_again(shown, extended(sample, output["made_by"][0])) is not None


def extended(sample, name):
    blank = dict.fromkeys(sample.now["components"][0])
    components = [*sample.now["components"], {**blank, "name": name}]
    return replace(sample, now={**sample.now, "components": components})


def test_it_is_the_smallest():
    when = "person.act == 'replica' and (person.recognisable or person.as_scripted and use.begun)"
    made = pack([rule("one", when, each="person", outcome=Outcome.HOLD)], [question("outputs")])
    shown = counterexample(holding(made), SCHEMA)
    assert shown.declaration == {
        "clearslate": "declaration/1",
        "people": [{"who": "Person 1", "act": "replica", "recognisable": "yes"}],
    }


def test_a_case_that_the_interpreter_does_not_confirm_is_an_error():
    query = Query(PackFormulas(sound()).outcome_reaches(Outcome.HOLD), lambda s: False)
    with pytest.raises(ProofError, match="disagree"):
        find(query, subject(sound(), SCHEMA))


def test_the_date_is_a_familiar_one_unless_the_case_needs_another():
    made = pack([rule("late", "use.work_to < today", outcome=Outcome.HOLD)])
    assert counterexample(holding(made), SCHEMA).date == "2026-11-24"
