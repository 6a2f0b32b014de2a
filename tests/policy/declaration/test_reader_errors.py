"""Every error names file, line and path, what was found and what is allowed; all come at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy import intake
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.errors import PolicyError, Problem

HEAD = "clearslate: declaration/1\n"


def problems(text: str, name: str = "d.yaml") -> tuple[Problem, ...]:
    with pytest.raises(PolicyError) as error:
        intake.read(text.encode(), name, core_schema())
    return error.value.problems


@pytest.mark.parametrize(
    ("text", "line", "path", "found", "allowed", "hint"),
    [
        ("use: {titel: x}", 2, "use.titel", "no such key", "title, purpose", "“title”"),
        ("uses: {}", 2, "uses", "no such key", "facts, use", "“use”"),
        ("use: {department: vxf}", 2, "use.department", "“vxf”", "vfx", "“vfx”"),
        ("use: {begun: 'yess'}", 2, "use.begun", "“yess”", "yes, no, unknown", "“yes”"),
        ("use: {begun: 1}", 2, "use.begun", "the number 1", "yes, no", ""),
        ("use: {title: 12}", 2, "use.title", "the number 12", "text", "quotes"),
        ("use: {title: ''}", 2, "use.title", "empty text", "leave the key out", ""),
        ("use: {title: " + "x" * 121 + "}", 2, "use.title", "121 characters", "120", ""),
        ("use: {media: picture}", 2, "use.media", "“picture”", "list", ""),
        ("use: {media: [picture, pictur]}", 2, "use.media[1]", "“pictur”", "sound", "“picture”"),
        ("use: {media: [picture, picture]}", 2, "use.media[1]", "twice", "once", ""),
        ("use: {shots: [a, unknown]}", 2, "use.shots[1]", "among names", "in place of", ""),
        ("use: {media: [unknown]}", 2, "use.media[0]", "“unknown”", "picture, image", ""),
        ("use: {work_from: 24.11.2026}", 2, "use.work_from", "“24.11.2026”", "2026-11-24", ""),
        (
            "use: {work_from: 2026-12-01, work_to: 2026-11-30}",
            2, "use.work_to", "ends on 2026-11-30", "begins on 2026-12-01", "",
        ),
        ("use: {work_from: 2026-02-30}", 2, "use.work_from", "“2026-02-30”", "no such day", ""),
        ("use: [a]", 2, "use", "a list", "group of keys", ""),
        ("outputs: {name: x}", 2, "outputs", "a group of keys", "list", ""),
        ("outputs: none", 2, "outputs", "“none”", "[] for none", ""),
        ("people: unknwon", 2, "people", "“unknwon”", "or unknown", "“unknown”"),
        ("use: {work_to: Unknown}", 2, "use.work_to", "“Unknown”", "2026-11-24", "“unknown”"),
        ("use: {begun: YES}", 2, "use.begun", "“YES”", "yes, no, unknown", "“yes”"),
        ("use: {shots: uknown}", 2, "use.shots", "“uknown”", "list", "“unknown”"),
        ("outputs: [x]", 2, "outputs[0]", "“x”", "group of keys", ""),
        ("outputs:\n  - {seconds: '2,5'}", 3, "outputs[0].seconds", "“2,5”", '"2.5"', ""),
        ("outputs:\n  - {seconds: -1}", 3, "outputs[0].seconds", "-1", '"2.5"', ""),
        ("outputs: [" + "{}, " * 8 + "{}]", 2, "outputs", "9 entries", "at most 8", ""),
        (
            "components: [{name: Loom}]\noutputs: [{made_by: [Lom]}]",
            3, "outputs[0].made_by[0]", "“Lom”", "“Loom”", "“Loom”",
        ),
        (
            "facts: {evidence: [{sha256: " + "AB" * 32 + "}]}",
            2, "facts.evidence[0].sha256", "ABAB", "64 digits", "small letters",
        ),
        ("facts: {terms: [{sha256: seen}]}", 2, "facts.terms[0].sha256", "“seen”", "a to f", ""),
        ("facts: {terms: [{stores: maybe}]}", 2, "facts.terms[0].stores", "“maybe”", "yes", ""),
    ],
)  # fmt: skip
def test_an_error_names_everything(
    text: str, line: int, path: str, found: str, allowed: str, hint: str
) -> None:
    (problem,) = problems(f"{HEAD}{text}\n")
    assert (problem.file, problem.line, problem.path) == ("d.yaml", line, path)
    assert problem.column
    assert found in problem.message
    assert allowed in f"{problem.message} {problem.suggestion}"
    assert hint in problem.suggestion


def test_all_errors_come_at_once_in_the_order_of_the_file() -> None:
    text = HEAD + (
        "use: {titel: x, department: vxf}\noutputs:\n  - {destination: finl, seconds: x}\n"
        "people: nobody\nfacts: {production: {kind: opera}}\n"
    )
    found = problems(text)
    assert [problem.path for problem in found] == [
        "use.titel", "use.department", "outputs[0].destination", "outputs[0].seconds", "people",
        "facts.production.kind",
    ]  # fmt: skip
    assert [problem.line for problem in found] == sorted(problem.line or 0 for problem in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("use: {}\n", "does not say what it is"),
        ("", "begins with `clearslate: declaration/1`"),
        ("clearslate: declaration/2\n", "this version reads declaration/1"),
        ("clearslate: declaraton/1\n", "Did you mean “declaration/1”?"),
        ("- a\n", "does not say what it is"),
    ],
)
def test_a_text_that_is_something_else(text: str, said: str) -> None:
    assert said in " ".join(str(problem) for problem in problems(text))


@pytest.mark.parametrize(
    "text",
    [
        "use: {title: a}\nuse: {title: b}",
        "use: &x {title: a}\noutputs: [*x]",
        "use: {title: !!str a}",
        "use: {<<: {title: a}}",
        "use: {begun: true}",
        "use: {begun: }",
        "outputs: [{seconds: 2.5}]",
        "use: {title: 'a\tb'",
    ],
)
def test_yaml_that_is_ambiguous_is_refused_with_its_line(text: str) -> None:
    (problem, *_) = problems(f"{HEAD}{text}\n")
    assert problem.file == "d.yaml"
    assert problem.line
    assert problem.line >= 2


def test_json_is_held_to_the_same(tmp_path: Path) -> None:
    text = '{"clearslate": "declaration/1",\n "use": {"titel": "x", "begun": true}}'
    found = problems(text, "d.json")
    assert found
    assert all(problem.line == 2 for problem in found)


def test_an_error_for_programs_has_the_same_parts() -> None:
    (problem,) = problems(f"{HEAD}use: {{titel: x}}\n")
    assert problem.as_json() == {
        "file": "d.yaml",
        "line": 2,
        "column": 7,
        "path": "use.titel",
        "message": problem.message,
        "suggestion": "Did you mean “title”?",
    }
    assert str(problem).startswith("d.yaml:2:7: use.titel: There is no such key")


@pytest.mark.parametrize("last", ["2026-12-01", "2026-12-02", "unknown"])
def test_work_may_end_on_the_day_it_begins_or_later_or_nobody_knows_when(last: str) -> None:
    text = f"{HEAD}use: {{work_from: 2026-12-01, work_to: {last}}}"
    intake.read(text.encode(), "d.yaml", core_schema())


def test_the_window_of_a_case_has_its_place() -> None:
    text = """\
clearslate: case/1
declaration:
  clearslate: declaration/1
  use:
    work_to: 2026-11-30
    work_from: 2026-12-01
facts: {}
packs: [{urn: a, version: "1", sha256: b}]
switches: {}
date: 2026-11-24
"""
    (problem,) = problems(text)
    assert (problem.line, problem.path) == (5, "declaration.use.work_to")
    assert "Correct one of the two dates, or write unknown." in problem.message
