"""The language page: its truth tables, and every worked example."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from clearslate.policy.derived import resolve
from clearslate.policy.documents import plain, read_text
from clearslate.policy.errors import ExpressionError
from clearslate.policy.language.interpret import environment, truth
from clearslate.policy.language.logic import Truth3, both, either, negation
from clearslate.policy.language.parse import parse
from clearslate.policy.language.scope import Scope
from clearslate.policy.pack import shipped_pack
from tests.docs.pages import blocks, code, rows, section
from tests.docs.world import DAY, DOCS

PAGE = DOCS / "reference" / "language.md"
WORDS: dict[str, Truth3] = {"true": True, "false": False, "unknown": None}


def scope(variable: str) -> Scope:
    names = shipped_pack().names
    return names.scope(names.schema.by_variable(variable) if variable else None)


def examples() -> Iterator[Any]:
    """Every condition with every line of the table below it."""
    for block in blocks(PAGE):
        if block.kind == "python":
            for answers, value in rows(block.after.split("\n## ")[0].split("\n### ")[0]):
                yield pytest.param(
                    block.body.strip(), block.info, code(answers), value,
                    id=f"line {block.line}: {answers}",
                )  # fmt: skip


@pytest.mark.parametrize(("text", "variable", "answers", "value"), list(examples()))
def test_a_worked_example(text: str, variable: str, answers: str, value: str) -> None:
    expression = parse(text, scope(variable))
    declaration = plain(read_text(answers.encode(), name="example", format="yaml"))
    production = declaration.pop("production", {})
    switches = {"S1": "strict", **declaration.pop("switch", {})}
    day = date.fromisoformat(declaration.pop("today", DAY.isoformat()))
    resolved = resolve(
        declaration, {"production": production},
        schema=shipped_pack().schema, switches=switches, on=day,
    )  # fmt: skip
    env = environment(resolved)
    if variable:
        part = shipped_pack().schema.by_variable(variable)
        assert part is not None
        env[variable] = (resolved[part.name][0], f"{part.name}[0]")
    assert truth(expression, env, resolved) is WORDS[value]


def test_every_construct_has_an_example() -> None:
    shown = " ".join(block.body for block in blocks(PAGE) if block.kind == "python")
    for construct in (
        " and ", " or ", "not ", " == ", " != ", " >= ", " < ", " <= ", " in (", "not in (",
        '" in ', '" not in ', "any(", "all(", "today", "date(", "switch.", "production.", "True",
    ):  # fmt: skip
        assert construct in shown, construct


def test_not() -> None:
    table = rows(section(PAGE, "Three values"))
    assert [(WORDS[one], WORDS[two]) for one, two in table[:3]] == [
        (value, negation(value)) for value in (True, False, None)
    ]


@pytest.mark.parametrize(("start", "operator"), [(3, both), (6, either)])
def test_and_or(start: int, operator: Any) -> None:
    table = rows(section(PAGE, "Three values"))[start : start + 3]
    for (first, *values), left in zip(table, (True, False, None), strict=True):
        assert WORDS[first] is left
        assert [WORDS[value] for value in values] == [
            operator((left, right)) for right in (True, False, None)
        ]


def test_any_all() -> None:
    table = rows(section(PAGE, "Three values"))[9:]
    seen = set()
    for items, any_, all_ in table:
        if items == "the list is unknown":
            expected: tuple[Truth3, Truth3] = (None, None)
        else:
            values = [] if items == "no items" else [WORDS[word] for word in items.split(", ")]
            expected = (either(values), both(values))
            seen.add(frozenset(values))
        assert (WORDS[any_], WORDS[all_]) == expected, items
    kinds = (
        set(each) for size in range(4) for each in itertools.combinations(WORDS.values(), size)
    )
    assert seen == {frozenset(kind) for kind in kinds}


def test_an_unknown_list_is_unknown_to_any_and_all() -> None:
    resolved = resolve({}, {}, schema=shipped_pack().schema, switches={}, on=DAY)
    for quantifier in ("any", "all"):
        text = f"{quantifier}(output.fabricates for output in outputs)"
        assert truth(parse(text, scope("")), environment(resolved), resolved) is None


@pytest.mark.parametrize("row", rows(section(PAGE, "What is refused")), ids=lambda row: row[0])
def test_what_is_refused(row: list[str]) -> None:
    condition, message = row
    with pytest.raises(ExpressionError) as caught:
        parse(code(condition), scope("output"))
    (problem,) = caught.value.problems
    assert f"{problem.message} {problem.suggestion}".strip() == message


def test_the_limits_are_those_of_the_parser() -> None:
    from clearslate.policy.language.parse import LARGEST, LOOPS
    from clearslate.policy.language.syntax import DEEPEST, LONGEST

    page = PAGE.read_text("utf-8")
    assert f"at most {LONGEST:,} characters and {DEEPEST} levels" in page
    assert f"At most {LOOPS} quantifiers stand inside each other" in page
    assert f"at most {LARGEST:,} smaller ones" in page


def test_one_value_keeps_its_comma() -> None:
    for text in ('output.destination in ("pitch",)', 'output.destination in ["pitch"]'):
        parse(text, scope("output"))
    with pytest.raises(ExpressionError):
        parse('output.destination in ("pitch")', scope("output"))
