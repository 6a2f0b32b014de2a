"""Runs the examples of a pack, and says where the rules do not do what somebody expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clearslate.policy import intake
from clearslate.policy.assess.assess import Assessor
from clearslate.policy.assess.assessment import Assessment, Finding
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.errors import PolicyError, Problem
from clearslate.policy.pack.examples import Example, read_examples, rule_of
from clearslate.policy.pack.load import Loaded


@dataclass(frozen=True, slots=True)
class Difference:
    """One example that comes out otherwise: what was compared, expected and found."""

    example: Example
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Report:
    """What running a pack's examples showed."""

    examples: tuple[Example, ...]
    differences: tuple[Difference, ...]
    gaps: tuple[Problem, ...]
    """Rules without a firing, a non-firing or an uncertain example."""

    @property
    def passed(self) -> bool:
        """Whether every example comes out as expected, and every rule has its three."""
        return not self.differences and not self.gaps


def run_examples(loaded: Loaded) -> Report:
    """Run every example and flip of a pack; raises PackError where they cannot be read."""
    examples = read_examples(loaded)
    assessor = Assessor([Rulebook(loaded)])
    differences = tuple(each for example in examples for each in compare(example, assessor))
    return Report(examples, differences, tuple(gaps(loaded, examples)))


def case_of_example(example: Example, rulebooks: Sequence[Rulebook]) -> Case:
    """The case of an example; raises PolicyError where it is no valid declaration."""
    schema = rulebooks[-1].loaded.schema
    document = {**example.declaration, "facts": dict(example.facts)}
    given = intake.read(document, example.id, schema)
    return intake.case_of(given, rulebooks, on=example.on, switches=example.switches)


def compare(example: Example, assessor: Assessor) -> Iterator[Difference]:
    """Where one example comes out otherwise than it says."""
    rulebooks = [applied.rulebook for applied in assessor.applied]
    try:
        case = case_of_example(example, rulebooks)
    except PolicyError as error:
        problems = "; ".join(f"{each.path}: {each.message}" for each in error.problems)
        yield Difference(example, "the declaration", "one that can be read", problems)
        return
    assessment = assessor.assess(case)
    expected = example.expected
    outcome = assessment.outcome or "not_a_use"
    if outcome != expected.outcome:
        yield Difference(example, "outcome", expected.outcome, outcome)
    if expected.interval not in (None, assessment.interval):
        words = " to ".join(expected.interval or ())
        yield Difference(example, "interval", words, " to ".join(assessment.interval))
    for what, wanted, found in (
        ("findings", expected.findings, findings(assessment, certain=True)),
        ("uncertain", expected.uncertain, findings(assessment, certain=False)),
        ("missing", expected.missing, missing(assessment)),
        ("guards", expected.guards, frozenset(each.path for each in assessment.unanswered)),
    ):
        if wanted is not None and wanted != found:
            yield Difference(example, what, *_only(wanted, found))


def unreadable(loaded: Loaded, examples: Sequence[Example]) -> Iterator[Problem]:
    """What is wrong with examples that are no declarations, such as a misspelt field."""
    for example in examples:
        try:
            case_of_example(example, [Rulebook(loaded)])
        except PolicyError as error:
            for each in error.problems:
                path = f"examples[{example.id}].{each.path}"
                yield Problem(each.message, example.file, example.line, None, path, each.suggestion)


def findings(assessment: Assessment, *, certain: bool) -> frozenset[str]:
    """The findings as examples write them: `final(Prop)`, or the rule alone for the use."""
    return frozenset(_name(each) for each in assessment.findings if each.certain is certain)


def missing(assessment: Assessment) -> frozenset[str]:
    """The missing evidence as examples write it: `replica(Mara): person.use_consent`."""
    return frozenset(
        f"{_name(finding)}: {each.evidence}"
        for finding in assessment.findings
        if finding.certain
        for each in finding.missing
    )


def _name(finding: Finding) -> str:
    return f"{finding.rule}({finding.subject})" if finding.subject else finding.rule


def _only(wanted: frozenset[str], found: frozenset[str]) -> tuple[str, str]:
    """What only one side has; what both have says nothing."""
    return ", ".join(sorted(wanted - found)) or "—", ", ".join(sorted(found - wanted)) or "—"


def gaps(loaded: Loaded, examples: Sequence[Example]) -> Iterator[Problem]:
    """Rules of this pack without a firing, a non-firing and an uncertain example."""
    told = [each.expected for each in examples if each.expected.findings is not None]
    certain = [{rule_of(name) for name in each.findings or ()} for each in told]
    unsure = [{rule_of(name) for name in each.uncertain or ()} for each in told]
    told_of = [sure | open_ for sure, open_ in zip(certain, unsure, strict=True)]
    for rule in loaded.pack.rules:
        if rule.pack != loaded.pack.urn:
            continue
        lacking = [
            words
            for words, there in (
                ("certainly holds", any(rule.id in names for names in certain)),
                ("does not hold", any(rule.id not in names for names in told_of)),
                ("is not certain", any(rule.id in names for names in unsure)),
            )
            if not there
        ]
        file, _, line = rule.source.rpartition(":")
        for words in lacking:
            message = f"The rule has no example in which it {words}."
            yield Problem(message, file, int(line), path=f"rules[{rule.id}]")
