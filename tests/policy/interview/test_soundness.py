"""When the interview is finished, nothing that it did not ask could have changed the result."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from clearslate.policy.case import Rulebook
from clearslate.policy.interview import Asked, Interview, answers
from clearslate.policy.pack.examples import read_examples
from clearslate.policy.pack.exercise import case_of_example
from clearslate.policy.pack.load import shipped_pack
from tests.policy.interview.respondents import (
    ON,
    REGISTERED,
    Walk,
    any_answer,
    guess,
    replay,
)
from tests.policy.interview.world import CONSENTS, FACTS, platform, result

SWITCHES = {
    "S1": ("strict", "relaxed"),
    "S2": ("strict", "relaxed"),
    "S3": ("strict", "relaxed"),
    "S4": ("report", "strict"),
}
Document = dict[str, Any]


def random_interview(random: Random) -> tuple[Interview, dict[str, Any], dict[str, str]]:
    facts = {**FACTS, "evidence": random.choice(([], CONSENTS))}
    relaxed = random.random() < 0.5
    switches = {name: random.choice(each) for name, each in SWITCHES.items()} if relaxed else {}
    return Interview(platform(), on=ON, facts=facts, switches=switches), facts, switches


def unasked(interview: Interview, document: Document) -> Iterator[Asked]:
    """The questions without an answer, also those that are ruled out.

    What names a record, and what the register answers, is left out: the register is no guess. So
    is what could only contradict an answer, and put it in doubt: that is no completion.
    """
    for step in interview.journey(document).steps:
        for asked in step.questions:
            left_out = asked.on_file or asked.question.field in REGISTERED
            left_out = left_out or contradicts(asked, document)
            if asked.kind is not None and asked.answer is None and not left_out:
                yield asked


def contradicts(asked: Asked, document: Document) -> bool:
    """Customary work is as scripted by its own name; only a file can say otherwise as well."""
    item, _, field = asked.path.rpartition(".")
    if field != "as_scripted":
        return False
    person = document["people"][int(item.partition("[")[2][:-1])]
    return bool(person.get("act") == "customary")


def completed(random: Random, interview: Interview, document: Document, share: float) -> Document:
    """The declaration with a share of the questions that were not asked answered at random."""
    for asked in unasked(interview, document):
        if random.random() < share:
            value = any_answer(random, interview, asked)
            document = answers.answer(document, asked.path, value, schema=interview.schema)
    return document


def check_seed(seed: int, completions: int) -> None:
    random = Random(seed)
    interview, facts, switches = random_interview(random)
    walk = Walk(interview, guess(random, unsure=random.choice((0, 0.1, 0.5))))
    finished = result(walk.document, facts, **switches)
    for _ in range(completions):
        more = completed(random, interview, walk.document, random.choice((0.3, 1)))
        assert result(more, facts, **switches) == finished


def check_each_alone(seed: int) -> None:
    """Every value of every question that was not asked, one at a time."""
    random = Random(seed)
    interview, facts, switches = random_interview(random)
    document = Walk(interview, guess(random)).document
    finished = result(document, facts, **switches)
    for asked in unasked(interview, document):
        values: list[Any] = [option.value for option in asked.options]
        if asked.kind == "many":
            values = [[], values]
        for value in values or [any_answer(random, interview, asked)]:
            more = answers.answer(document, asked.path, value, schema=interview.schema)
            assert result(more, facts, **switches) == finished, (asked.path, value)


@pytest.mark.parametrize("seed", range(5))
def test_no_completion_of_a_finished_interview_changes_the_result(seed: int) -> None:
    check_seed(seed, completions=3)


@pytest.mark.parametrize("seed", range(100, 102))
def test_no_single_answer_after_a_finished_interview_changes_the_result(seed: int) -> None:
    check_each_alone(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(6))
def test_no_completion_changes_the_result_at_length(block: int) -> None:
    for seed in range(1000 + block * 25, 1025 + block * 25):
        check_seed(seed, completions=5)
    for seed in range(5000 + block * 4, 5004 + block * 4):
        check_each_alone(seed)


@pytest.mark.parametrize("seed", range(200, 205))
def test_the_interval_only_narrows_and_what_is_certain_stays(seed: int) -> None:
    random = Random(seed)
    facts = {"production": FACTS["production"]}
    walk = Walk(Interview(platform(), on=ON, facts=facts), guess(random))
    for before, after in zip(walk.journeys, walk.journeys[1:], strict=False):
        if after.so_far.outcome is None:
            return
        assert before.so_far.low <= after.so_far.low
        assert after.so_far.high <= before.so_far.high
        assert after.so_far.low <= after.so_far.outcome <= after.so_far.high
        certain = {(each.rule, each.path) for each in after.so_far.findings}
        assert {(each.rule, each.path) for each in before.so_far.findings} <= certain


@pytest.mark.slow
def test_replaying_an_example_gives_its_own_result() -> None:
    """A person with an example in mind comes to its outcome, and is asked no more than it holds."""
    examples = [each for each in read_examples(shipped_pack()) if _told_in_full(each)]
    assert len(examples) > 100
    for example in examples[::12]:
        case = case_of_example(example, [Rulebook(shipped_pack())])
        asking = Interview(case.rulebooks, on=case.date, facts=case.facts, switches=case.switches)
        walk = Walk(asking, replay(case.declaration))
        outcome = walk.last.so_far.outcome
        assert (outcome.word if outcome is not None else "not_a_use") == example.expected.outcome


def _told_in_full(example: Any) -> bool:
    """Whether the declaration leaves no answer out, so that a replay says what it says."""
    return "unknown" not in str(example.declaration) and all(
        example.declaration.get(name) for name in ("outputs", "components")
    )
