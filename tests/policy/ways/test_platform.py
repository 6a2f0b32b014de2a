"""Ways under the platform pack: every example, and the ones a person would try first."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from clearslate.policy.ways import ways, ways_schema
from tests.policy.packs.examples import assessor, by_id, examples

SCHEMA = jsonschema.Draft202012Validator(ways_schema())
ROOT = Path(__file__).resolve().parents[3]


def found(name, to):
    target = ways(by_id(name).case, assessor()).target(to)
    assert target is not None
    return target


def paths(target):
    return [[change.path for change in way.changes] for way in target.ways]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
def test_every_example_has_a_document_that_never_touches_a_fact(example):
    result = ways(example.case, assessor())
    SCHEMA.validate(result.as_json())
    assert (result.outcome or "not_a_use") == example.expect["outcome"]
    natures = {
        f"{question.part}.{question.field}" if question.field else question.part: question.nature
        for card in assessor().applied[0].pack.cards
        for question in card.questions
    }
    for target in result.targets:
        assert len(target.ways) == 0 or target.complete
        for change in (change for way in target.ways for change in way.changes):
            part = change.path.partition(".")[0].partition("[")[0]
            field = change.path.partition(".")[2]
            nature = natures.get(f"{part}.{field}" if field else part, "evidence")
            assert nature == ("evidence" if change.kind == "evidence" else "choice")


def test_a_temporary_cue_that_was_kept():
    assert paths(found("trap-temp-cue-kept", "notify")) == [
        ["outputs[0].destination"], ["outputs[0].destination"],
    ]  # fmt: skip


def test_temporary_material_past_its_end_gets_another_day_or_another_end():
    target = found("rule-overdue", "notify")
    assert paths(target) == [["outputs[0].destination"], ["outputs[0].replaced_by"]]
    [change] = target.ways[1].changes
    assert (change.before, change.after) == ("2027-02-15", "2027-02-16")
    # Not “or later”: a day after picture lock does not make it temporary.
    assert change.words == "Replaced by, for Chase cue: 15 Feb 2027 → 16 Feb 2027"


def test_a_replica_without_consent():
    approval = found("matrix-m4-without-consent", "approval")
    assert approval.ways[0].changes[0].words == (
        "Put on file: consent that covers this use, its aspects and its shots, for Mara Lindqvist"
    )
    # Calling it customary is no way, while it is not as scripted.
    assert [way.outcome for way in approval.ways] == ["approval", "notify"]


def test_what_a_tool_does_with_material_is_a_fact():
    target = found("matrix-m1-principle-fails", "notify")
    assert (target.ways, target.extent) == ((), "complete")
    assert [standing.rule for standing in target.rests_on] == ["trains"]


def test_the_same_answer_in_any_process():
    script = (
        "import json\n"
        "from clearslate.policy.ways import ways\n"
        "from tests.policy.packs.examples import assessor, examples\n"
        "for example in examples()[::7]:\n"
        "    print(json.dumps(ways(example.case, assessor()).as_json()))\n"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
        assert json.loads(run.stdout.splitlines()[0])["clearslate"] == "ways/1"
        digests.add(hashlib.sha256(run.stdout).hexdigest())
    assert len(digests) == 1
