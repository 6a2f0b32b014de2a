"""What came of each file: an assessment, or the problems that stood in its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from clearslate.cli.inputs import Input, Inputs
from clearslate.policy import intake
from clearslate.policy.assess.assess import Assessor, schema_of
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.errors import DocumentError, PolicyError, Problem
from clearslate.policy.render.words import ORDER

if TYPE_CHECKING:
    from clearslate.policy.ways import Ways


class Result(NamedTuple):
    """One file, in its place among the others."""

    name: str
    case: Case | None = None
    assessment: Assessment | None = None
    ways: Ways | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The problems, a line each."""
        return tuple(str(problem) for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The assessment with its file, or the problems; `outcome` only where there is one."""
        if self.assessment is None:
            return {
                "file": self.name,
                "error": "It could not be assessed.",
                "problems": [problem.as_json() for problem in self.problems],
            }
        document: dict[str, Any] = {"file": self.name, "outcome": self.assessment.outcome}
        document |= self.assessment.as_json()
        document["sha256"] = self.assessment.sha256
        if self.ways is not None:
            document["ways"] = self.ways.as_json()
        return document


class Desk(NamedTuple):
    """Everything that the files of one run have in common."""

    rulebooks: tuple[Rulebook, ...]
    on: date
    facts: intake.Given | None
    switches: Mapping[str, str]
    with_ways: bool
    notes: list[str]

    def results(self, wanted: Inputs) -> Iterator[Result]:
        """A result for every file, except those of a folder that say they are something else."""
        schema = schema_of(self.rulebooks)
        assessors: dict[str, Assessor] = {}
        for file in wanted.files:
            try:
                text = intake.as_text(file.read(), file.name)
                if self._skipped(file, intake.header_of(text)):
                    continue
                given = intake.check(text, file.name, schema)
                yield self._assessed(given, assessors)
            except PolicyError as error:
                yield Result(file.name, problems=_placed(error, file.name))

    def _assessed(self, given: intake.Given, assessors: dict[str, Assessor]) -> Result:
        case = intake.case_of(
            given, self.rulebooks, on=self.on, facts=self.facts, switches=self.switches
        )
        if given.kind == "case":
            self.notes.append(f"{given.name}: assessed as pinned, for {case.date}.")
        packs = str(case.document["packs"])
        if packs not in assessors:
            assessors[packs] = Assessor(case.rulebooks)
        assessment = assessors[packs].assess(case)
        return Result(given.name, case, assessment, self._ways(case, assessors[packs]))

    def _ways(self, case: Case, assessor: Assessor) -> Ways | None:
        if not self.with_ways:
            return None
        from clearslate.policy.ways import ways

        return ways(case, assessor)

    def _skipped(self, file: Input, header: str) -> bool:
        kind = header.partition("/")[0]
        if not file.from_folder or kind in ("", "declaration", "case"):
            return False
        self.notes.append(f"{file.name}: skipped, because it holds {header}.")
        return True


def _placed(error: PolicyError, name: str) -> tuple[Problem, ...]:
    return tuple(
        problem if problem.file else Problem(problem.message, name, path=problem.path,
                                             suggestion=problem.suggestion)
        for problem in error.problems
    )  # fmt: skip


def exit_code(results: list[Result], fail_on: str) -> int:
    """2 where a file could not be assessed, 1 where an outcome is at or above `fail_on`, else 0."""
    if not results or any(result.assessment is None for result in results):
        return 2
    if fail_on == "never":
        return 0
    bar = ORDER.index(fail_on)
    outcomes = [result.assessment.outcome for result in results if result.assessment]
    return int(any(outcome and ORDER.index(outcome) >= bar for outcome in outcomes))


def refuse_nothing(results: list[Result], names: tuple[str, ...]) -> None:
    """Raise where the folders and globs held nothing to assess."""
    if not results:
        message = "There is nothing to assess here: no YAML or JSON file that is a declaration."
        raise DocumentError([Problem(message, ", ".join(names))])
