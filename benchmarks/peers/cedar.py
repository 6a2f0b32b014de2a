"""cedarpy, Amazon's Cedar: a parsed policy set asked once per case.

Cedar has neither null nor loops. An unknown answer is an attribute that is absent, and a list is
a record of numbered slots, as many as the longest list of the cases compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cedarpy import PolicySet, is_authorized

from benchmarks.peers.dialect import Reach
from benchmarks.peers.text import TextDialect
from clearslate.policy.engine.program import Program
from clearslate.policy.language.ir import Value


class _Cedar(TextDialect):
    """A reference is `record.attribute`; whether it is there is asked with `has`."""

    def __init__(self, slots: Mapping[str, int]) -> None:
        self.slots = slots

    def part(self, name: str) -> str:
        return f"context.{name}"

    def negation(self, test: str) -> str:
        return test[2:-1] if _is_negation(test) else super().negation(test)

    def is_unknown(self, answer: str) -> str:
        record, _, attribute = answer.rpartition(".")
        return f"!({record} has {attribute})"

    def is_known(self, answer: str) -> str:
        """An answer is there."""
        return self.negation(self.is_unknown(answer))

    def is_true(self, answer: str) -> str:
        return self.all_of([self.is_known(answer), answer])

    def is_not_false(self, answer: str) -> str:
        return self.any_of([self.is_unknown(answer), answer])

    def is_empty(self, items: str) -> str:
        return f"!({items} has s0)"

    def among(self, answer: str, values: Iterable[Value], *, unknown: bool) -> str:
        constants = list(dict.fromkeys(map(self.constant, values)))
        if len(constants) == 1:
            test = f"{answer} == {constants[0]}"
        else:
            test = f"[{', '.join(constants)}].contains({answer})"
        if _is_element(answer):
            return test
        if unknown:
            return self.any_of([self.is_unknown(answer), test])
        return self.all_of([self.is_known(answer), test])

    def contains(self, answer: str, value: str) -> str:
        return f"{answer}.set.contains({self.constant(value)})"

    def some(
        self, items: str, variable: str, body: Callable[[Reach[str]], str], reach: Reach[str]
    ) -> str:
        name = items.rpartition(".")[2]
        slots = [f"{items}.s{number}" for number in range(self.slots.get(name, 0))]
        return self.any_of(
            [self.all_of([self.is_known(slot), body({**reach, variable: slot})]) for slot in slots]
        )


def _is_negation(test: str) -> bool:
    """Whether a test is `!(…)` and nothing else."""
    if not test.startswith("!("):
        return False
    depth = 0
    for place, character in enumerate(test):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character == ")":
            return place == len(test) - 1
    return False


def _is_element(answer: str) -> bool:
    """Whether a reference is a slot itself, the element of an answer of several values."""
    return answer.rpartition(".")[2][1:].isdigit()


class Cedar:
    """The pack as three policies: no use, hold, approval."""

    name = "cedarpy"
    packages = ("cedarpy",)

    def __init__(self, program: Program, cases: Iterable[dict[str, Any]]) -> None:
        asked = _Cedar(_longest(cases)).decision(program)
        policies = {"no_use": asked.no_use, "hold": asked.hold, "approval": asked.approval}
        self.source = "\n".join(
            f'@id("{name}")\npermit (principal, action, resource) when {{ {test} }};'
            for name, test in policies.items()
        )
        self._policies = PolicySet.from_str(self.source)

    def prepare(self, case: dict[str, Any]) -> Any:
        """The request: answers that are known, lists as records of slots."""
        context = {name: _attribute(value) for name, value in case.items() if value is not None}
        return {"principal": 'U::"u"', "action": 'Action::"a"', "resource": 'R::"r"'} | {
            "context": context
        }

    def outcome(self, prepared: Any) -> int | None:
        """The bare outcome, from the policies that were satisfied."""
        found = is_authorized(prepared, self._policies, []).diagnostics
        met = set(found.id_annotations_by_reason.values())
        return None if "no_use" in met else 2 if "hold" in met else 1 if "approval" in met else 0


def _attribute(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _attribute(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return {f"s{number}": _attribute(each) for number, each in enumerate(value)}
    if isinstance(value, tuple):
        slots = {f"s{number}": each for number, each in enumerate(value)}
        return {"set": list(value), **slots}
    return value


def _longest(cases: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The length of the longest list, for each list and each answer of several values."""
    longest: dict[str, int] = {}

    def look(name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                look(key, each)
        elif isinstance(value, list | tuple):
            longest[name] = max(longest.get(name, 0), len(value))
            for each in value:
                look("", each)

    for case in cases:
        look("", case)
    return longest
