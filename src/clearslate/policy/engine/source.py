"""The source of a pack's functions over one resolved case.

Each function has the same frame: what runs over the use, then one loop per list for everything
that runs over its items. The writer of `rails` supplies the tests and shares what is common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from clearslate.policy.engine.canonical import FALSE, ITEM, TRUE
from clearslate.policy.engine.program import GuardTest, NeedTest, Program, RuleTest
from clearslate.policy.engine.rails import Block, Scope, Writer, render
from clearslate.policy.language.ir import Expression
from clearslate.policy.pack.model import Outcome

_Test = TypeVar("_Test", RuleTest, GuardTest)


def bounds_source(program: Program) -> str:
    """`bounds(case)`: the outcome and its interval.

    `held`, `open` and `sure` say that a hold, an approval, a certain approval is reached; `worst`
    that a hold is still possible. A certain hold that no answer can lift ends it at once.
    """
    tests = [test for test in program.rules if test.can_hold or test.escalates]

    def unknown(own: Sequence[RuleTest]) -> Block:
        return ["open = worst = True" if any(test.can_hold for test in own) else "open = True"]

    def write(writer: Writer) -> None:
        writer.top.body.append("sure = open = held = worst = False")
        for scope, own in _scopes(writer, tests, unknown):
            scope.body += _holds(writer, scope, [test for test in own if test.can_hold])
            scope.body += _approvals(writer, scope, [test for test in own if test.escalates])
        writer.top.body += [
            "if held:",
            ["return B212 if sure else B202"],
            "if open or missing(case):",
            ["if worst:", ["return B112 if sure else B102"], "return B111 if sure else B101"],
            "return B000",
        ]

    return _function("bounds", write, (each for test in tests for each in test.conditions))


def _holds(writer: Writer, scope: Scope, tests: Sequence[RuleTest]) -> Block:
    """The lines for rules that can put a use on hold."""
    if not tests:
        return []

    def lacking(test: RuleTest, lacks: Callable[[Writer, Scope, NeedTest], str]) -> str:
        if test.outcome is Outcome.HOLD:
            return ""
        return f" and ({_either(lacks(writer, scope, need) for need in test.needs)})"

    may = _either(writer.possible(test.when, scope) + lacking(test, _missing) for test in tests)
    firm = _either(writer.certain(test.when, scope) + lacking(test, _firm) for test in tests)
    now = _either(writer.certain(test.when, scope) + lacking(test, _missing) for test in tests)
    reached: Block = ["open = worst = True", f"if {firm}:", ["return B222"]]
    reached += [f"if not held and ({now}):", ["held = True"]]
    return [f"if worst or {may}:", reached]


def _approvals(writer: Writer, scope: Scope, tests: Sequence[RuleTest]) -> Block:
    """The lines for rules that ask for an approval or more."""
    if not tests:
        return []
    may = _either(writer.possible(test.when, scope) for test in tests)
    sure = _either(writer.certain(test.when, scope) for test in tests)
    return [
        f"if not sure and (open or {may}):",
        ["open = True", f"if {sure}:", ["sure = True"]],
    ]


def _missing(writer: Writer, scope: Scope, need: NeedTest) -> str:
    """Source that is true while evidence is neither on file nor certainly lifted."""
    return f"not {writer.certain(need.met, scope)}"


def _firm(writer: Writer, scope: Scope, need: NeedTest) -> str:
    """Source that is true when evidence is missing and no answer can lift the need."""
    on_file = writer.certain(need.on_file, scope)
    return f"not ({on_file} or {writer.possible(need.unless, scope)})"


def hits_source(program: Program) -> str:
    """`hits(case)`: every rule and subject that is not certainly false, in the pack's order."""

    def unknown(own: Sequence[RuleTest]) -> Block:
        every = ((test.number, tuple(range(len(test.needs)))) for test in own)
        return [f"add(Hit({number}, None, None, {all_}, {all_}))" for number, all_ in every]

    def write(writer: Writer) -> None:
        writer.top.body += ["found = []", "add = found.append"]
        for scope, own in _scopes(writer, program.rules, unknown):
            for test in own:
                scope.body += _hit(writer, scope, test)
        writer.top.body += ["found.sort()", "return found"]

    return _function("hits", write, (each for test in program.rules for each in test.conditions))


def _hit(writer: Writer, scope: Scope, test: RuleTest) -> Block:
    found: Block = []
    for place, need in enumerate(test.needs):
        lacking: Block = [f"missing += ({place},)"]
        if need.unless != FALSE:
            unless = writer.possible(need.unless, scope)
            lacking += [f"if {unless}:", [f"liftable += ({place},)"]]
        found += [f"if {_missing(writer, scope, need)}:", lacking]
    truth = f"True if {writer.certain(test.when, scope)} else None"
    if found:
        found.insert(0, "missing = liftable = ()")
        found.append(f"add(Hit({test.number}, {scope.index}, {truth}, missing, liftable))")
    else:
        found.append(f"add(Hit({test.number}, {scope.index}, {truth}, (), ()))")
    return [f"if {writer.possible(test.when, scope)}:", found]


def guards_source(program: Program) -> str:
    """`guards(case)`: every mandatory answer that is missing where it is asked, in order."""

    def write(writer: Writer) -> None:
        writer.top.body += ["found = []", "add = found.append"]
        for scope, own in _scopes(writer, program.guards):
            for test in own:
                scope.body += [
                    f"if {_unanswered(writer, scope, test)}:",
                    [f"add(GuardHit({test.number}, {scope.index}))"],
                ]
        writer.top.body += ["found.sort()", "return found"]

    return _function("guards", write, (test.when for test in program.guards))


def missing_source(program: Program) -> str:
    """`missing(case)`: whether any mandatory answer is missing where it is asked."""

    def write(writer: Writer) -> None:
        for scope, own in _scopes(writer, program.guards):
            unanswered = _either(_unanswered(writer, scope, test) for test in own)
            scope.body += [f"if {unanswered}:", ["return True"]]
        writer.top.body.append("return False")

    return _function("missing", write, (test.when for test in program.guards))


def _unanswered(writer: Writer, scope: Scope, test: GuardTest) -> str:
    if test.answer is not None:
        lacks = f"{writer.read(test.answer, scope)} is None"
    elif test.nonempty:
        lacks = f"not {writer.part(test.listed)}"
    else:
        lacks = f"{writer.part(test.listed)} is None"
    return lacks if test.when == TRUE else f"({lacks} and {writer.possible(test.when, scope)})"


def gate_source(program: Program) -> str:
    """`gate(case)`: whether this is certainly no use at all, in three values."""

    def write(writer: Writer) -> None:
        writer.top.body += [
            f"if {writer.certain(program.gate, writer.top)}:",
            ["return True"],
            f"return None if {writer.possible(program.gate, writer.top)} else False",
        ]

    return _function("gate", write, (program.gate,))


def _scopes(
    writer: Writer,
    tests: Sequence[_Test],
    unknown: Callable[[Sequence[_Test]], Block] | None = None,
) -> Iterator[tuple[Scope, list[_Test]]]:
    """The scope of the use, then that of each list, with the tests that run in it.

    `unknown` gives the lines for a list that is not known.
    """
    by_part: dict[str | None, list[_Test]] = {None: []}
    for test in tests:
        by_part.setdefault(test.part, []).append(test)
    for part, own in by_part.items():
        if part is None:
            if own:
                yield writer.top, own
            continue
        scope = writer.item_scope(part)
        yield scope, own
        items = writer.part(part)
        head: Block = [f"if {items} is not None:"]
        if unknown is not None:
            head = [f"if {items} is None:", unknown(own), "else:"]
        item = scope.bound[ITEM]
        target = f"{scope.index}, {item}" if scope.uses_index else item
        loop = f"for {target} in {f'enumerate({items})' if scope.uses_index else items}:"
        writer.top.body += [*head, [loop, scope.lines]]


def _either(tests: Iterable[str]) -> str:
    return " or ".join(tests)


def _function(name: str, write: Callable[[Writer], None], conditions: Iterable[Expression]) -> str:
    """The source of one function, written twice: to count what is shared, then to keep it."""
    conditions = tuple(conditions)
    counts: Counter[Hashable] | None = None
    for _ in range(2):
        writer = Writer(conditions, counts)
        write(writer)
        counts = writer.counts
    return render([f"def {name}(case):", writer.top.lines])
