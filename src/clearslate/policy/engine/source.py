"""The source of a pack's functions over one resolved case.

Each function has the same frame: what runs over the use, then one loop per list for everything
that runs over its items. The writer of `rails` supplies the tests and shares what is common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from clearslate.policy.engine.canonical import FALSE, ITEM, TRUE
from clearslate.policy.engine.implied import needed
from clearslate.policy.engine.loops import Asked, Rail
from clearslate.policy.engine.program import GuardTest, NeedTest, Program, RuleTest
from clearslate.policy.engine.rails import Writer
from clearslate.policy.engine.scope import Block, Scope, render
from clearslate.policy.language.ir import Expression
from clearslate.policy.pack.model import Outcome


def outcome_source(program: Program) -> str:
    """`outcome(case)`: the bare outcome, None for no use at all.

    A hold ends it at once. Once an approval is `open`, only holds are still looked for.
    """
    tests, guards = _deciding(program)

    def write(writer: Writer) -> None:
        gate = " and ".join(writer.conjuncts(program.gate, "certain", writer.top))
        writer.top.body += [f"if {gate}:", ["return None"], "open = False"]
        for scope, own, watched in _scopes(writer, tests, guards, _opened, "open"):
            scope.body += _outcome(writer, scope, own, watched)
        writer.top.body.append("return 1 if open else 0")

    return _function("outcome", write, _all_conditions(program))


def _opened(_: Sequence[RuleTest]) -> Block:
    return ["open = True"]


def _outcome(
    writer: Writer, scope: Scope, tests: Sequence[RuleTest], guards: Sequence[GuardTest]
) -> Block:
    """The lines for one subject. A rule that holds is possible, so that is asked first."""
    holds = [test for test in tests if test.can_hold]
    others = [test for test in tests if not test.can_hold]
    holding = list(_approval_tests(writer, scope, holds, ()))
    # What stands alone among the tests for a hold has failed where the others are come to.
    failed = {tests[0] for tests in holding if len(tests) == 1}
    asking = [
        tests
        for tests in _approval_tests(writer, scope, others, guards)
        if not failed.intersection(tests)
    ]
    lines: Block = []
    if holding:
        now = _either(_hold(writer, scope, test, "certain", _missing) for test in holds)
        lines = [f"if {_either(holding)}:", ["open = True", f"if {now}:", ["return 2"]]]
    if asking:
        head = "elif" if holding else "if"
        unless = "" if scope is writer.top else "not open and "
        lines += [f"{head} {unless}({_either(asking)}):", ["open = True"]]
    return lines


def bounds_source(program: Program) -> str:
    """`bounds(case)`: the outcome and its interval.

    `held`, `open` and `sure` say that a hold, an approval, a certain approval is reached; `worst`
    that a hold is still possible. A certain hold that no answer can lift ends it at once.
    """
    tests, guards = _deciding(program)

    def unknown(own: Sequence[RuleTest]) -> Block:
        return ["open = worst = True" if any(test.can_hold for test in own) else "open = True"]

    def write(writer: Writer) -> None:
        writer.top.body.append("sure = open = held = worst = False")
        for scope, own, watched in _scopes(writer, tests, guards, unknown, "sure"):
            scope.body += _holds(writer, scope, [test for test in own if test.can_hold])
            scope.body += _approvals(writer, scope, own, watched)
        writer.top.body += [
            "if held:",
            ["return B212 if sure else B202"],
            "if open:",
            ["if worst:", ["return B112 if sure else B102"], "return B111 if sure else B101"],
            "return B000",
        ]

    return _function("bounds", write, _all_conditions(program))


def _deciding(program: Program) -> tuple[list[RuleTest], list[GuardTest]]:
    """The rules and guards that can change a bare outcome."""
    rules = [test for test in program.rules if test.can_hold or test.escalates]
    return rules, needed(program.guards, rules)


def _all_conditions(program: Program) -> list[Expression]:
    conditions = [each for test in program.rules for each in test.conditions]
    return [program.gate, *conditions, *(test.when for test in program.guards)]


def _holds(writer: Writer, scope: Scope, tests: Sequence[RuleTest]) -> Block:
    """The lines for rules that can put a use on hold."""
    if not tests:
        return []
    may = _either(_hold(writer, scope, test, "possible", _missing) for test in tests)
    firm = _either(_hold(writer, scope, test, "certain", _firm) for test in tests)
    now = _either(_hold(writer, scope, test, "certain", _missing) for test in tests)
    reached: Block = ["open = worst = True", f"if {firm}:", ["return B222"]]
    reached += ["if not held:", [f"if {now}:", ["held = True"]]]
    return [f"if worst or {may}:", reached]


def _approvals(
    writer: Writer, scope: Scope, tests: Sequence[RuleTest], guards: Sequence[GuardTest]
) -> Block:
    """The lines for rules that ask for an approval or more, and for missing answers."""
    may = _either(_approval_tests(writer, scope, tests, guards))
    if not may:
        return []
    certain = (writer.conjuncts(test.when, "certain", scope) for test in tests if test.escalates)
    reached: Block = ["open = True"]
    if sure := _either(certain):
        reached += [f"if {sure}:", ["sure = True"]]
    return ["if not sure:", [f"if open or {may}:", reached]]


def _approval_tests(
    writer: Writer, scope: Scope, tests: Sequence[RuleTest], guards: Sequence[GuardTest]
) -> Iterator[list[str]]:
    """For each rule or missing answer that may ask for an approval, the tests that must pass."""
    for test in tests:
        if test.escalates:
            yield writer.conjuncts(test.when, "possible", scope)
        elif test.needs:
            yield _hold(writer, scope, test, "possible", _missing)
    for guard in guards:
        yield _unanswered(writer, scope, guard)


def _hold(
    writer: Writer,
    scope: Scope,
    test: RuleTest,
    rail: Rail,
    lacks: Callable[[Writer, Scope, NeedTest], str],
) -> list[str]:
    """The tests that must all pass for a hold by one rule."""
    when = writer.conjuncts(test.when, rail, scope)
    if test.outcome is Outcome.HOLD:
        return when
    lacking = [lacks(writer, scope, need) for need in test.needs]
    return [*when, lacking[0] if len(lacking) == 1 else f"({' or '.join(lacking)})"]


def _missing(writer: Writer, scope: Scope, need: NeedTest) -> str:
    """Source that is true while evidence is neither on file nor certainly lifted."""
    return f"not {writer.certain(need.met, scope)}"


def _firm(writer: Writer, scope: Scope, need: NeedTest) -> str:
    """Source that is true when evidence is missing and no answer can lift the need."""
    on_file = writer.certain(need.on_file, scope)
    if need.unless == FALSE:
        return f"not {on_file}"
    return f"not ({on_file} or {writer.possible(need.unless, scope)})"


def hits_source(program: Program) -> str:
    """`hits(case)`: every rule and subject that is not certainly false, in the pack's order."""

    def unknown(own: Sequence[RuleTest]) -> Block:
        every = ((test.number, tuple(range(len(test.needs)))) for test in own)
        return [f"add(Hit({number}, None, None, {all_}, {all_}))" for number, all_ in every]

    def write(writer: Writer) -> None:
        writer.top.body += ["found = []", "add = found.append"]
        for scope, own, _ in _scopes(writer, program.rules, (), unknown):
            for test in own:
                scope.body += _hit(writer, scope, test)
        writer.top.body += ["found.sort()", "return found"]

    return _function("hits", write, _all_conditions(program))


def _hit(writer: Writer, scope: Scope, test: RuleTest) -> Block:
    found: Block = []
    missing = liftable = "()"
    for place, need in enumerate(test.needs):
        missing, liftable = "missing", "liftable"
        lacking: Block = [f"missing += ({place},)"]
        if need.unless != FALSE:
            unless = writer.possible(need.unless, scope)
            lacking += [f"if {unless}:", [f"liftable += ({place},)"]]
        found += [f"if {_missing(writer, scope, need)}:", lacking]
    if test.needs:
        found.insert(0, "missing = liftable = ()")
    truth = f"True if {writer.certain(test.when, scope)} else None"
    found.append(f"add(Hit({test.number}, {scope.index}, {truth}, {missing}, {liftable}))")
    return [f"if {writer.possible(test.when, scope)}:", found]


def guards_source(program: Program) -> str:
    """`guards(case)`: every mandatory answer that is missing where it is asked, in order."""

    def write(writer: Writer) -> None:
        writer.top.body += ["found = []", "add = found.append"]
        for scope, _, own in _scopes(writer, (), program.guards, _nothing):
            for test in own:
                missing = " and ".join(_unanswered(writer, scope, test))
                raised: Block = [f"add(GuardHit({test.number}, {scope.index}))"]
                scope.body += [f"if {missing}:", raised]
        writer.top.body += ["found.sort()", "return found"]

    return _function("guards", write, _all_conditions(program))


def _unanswered(writer: Writer, scope: Scope, test: GuardTest) -> list[str]:
    """The tests that must pass for a mandatory answer to be missing."""
    if test.answer is not None:
        lacks = f"{writer.read(test.answer, scope)} is None"
    elif test.nonempty:
        lacks = f"not {writer.part(test.listed)}"
    else:
        lacks = f"{writer.part(test.listed)} is None"
    if test.when == TRUE:
        return [lacks]
    when = writer.conjuncts(test.when, "possible", scope)
    # Answers are seldom missing, and lists are often empty: what is seldom true comes first.
    return [*when, lacks] if test.nonempty else [lacks, *when]


def gate_source(program: Program) -> str:
    """`gate(case)`: whether this is certainly no use at all, in three values."""

    def write(writer: Writer) -> None:
        writer.top.body += [
            f"if {writer.certain(program.gate, writer.top)}:",
            ["return True"],
            f"return None if {writer.possible(program.gate, writer.top)} else False",
        ]

    return _function("gate", write, _all_conditions(program))


def _scopes(
    writer: Writer,
    rules: Sequence[RuleTest],
    guards: Sequence[GuardTest],
    unknown: Callable[[Sequence[RuleTest]], Block],
    settled: str = "",
) -> Iterator[tuple[Scope, list[RuleTest], list[GuardTest]]]:
    """The scope of the use, then that of each list, with the rules and guards that run in it.

    Lists on which a rule can hold come first, since a hold settles everything. `unknown` gives
    the lines for a list that is not known, from the rules that run over it. With the name of a
    flag in `settled`, lists on which no rule can hold are left out once it is raised, and a list
    that must not be empty raises `open` when it is.
    """
    by_part: dict[str | None, tuple[list[RuleTest], list[GuardTest]]] = {None: ([], [])}
    for rule in sorted(rules, key=lambda rule: not rule.can_hold):
        by_part.setdefault(rule.part, ([], []))[0].append(rule)
    filled: set[str] = set()
    for guard in guards:
        if settled and guard.nonempty and guard.when == TRUE and guard.listed in by_part:
            filled.add(guard.listed)
        else:
            by_part.setdefault(guard.part, ([], []))[1].append(guard)
    yield writer.top, *by_part.pop(None)
    for part, (own, watched) in by_part.items():
        scope = writer.item_scope(str(part))
        yield scope, own, watched
        items = writer.part(str(part))
        item = scope.bound[ITEM]
        target = f"{scope.index}, {item}" if scope.uses_index else item
        loop = f"for {target} in {f'enumerate({items})' if scope.uses_index else items}:"
        run: Block = [f"if {items}:", [loop, scope.lines]]
        lines = unknown(own) if own else []
        if lines and not (part in filled and lines == _opened(own)):
            run += [f"elif {items} is None:", lines]
        if part in filled:
            run += ["else:", _opened(own)]
        if settled and not any(rule.can_hold for rule in own):
            run = [f"if not {settled}:", run]
        writer.top.body += run


def _nothing(_: Sequence[RuleTest]) -> Block:
    return []


def _either(alternatives: Iterable[list[str]]) -> str:
    """Source of an `or` of `and`s; what neighbours begin with alike is tested once."""
    grouped: dict[str, list[list[str]]] = {}
    for tests in alternatives:
        grouped.setdefault(tests[0], []).append(tests[1:])
    written = []
    for first, rests in grouped.items():
        if not all(rests):
            written.append(first)
        elif len(rests) == 1:
            written.append(" and ".join([first, *rests[0]]))
        else:
            written.append(f"{first} and ({_either(rests)})")
    return " or ".join(written)


def _function(name: str, write: Callable[[Writer], None], conditions: Iterable[Expression]) -> str:
    """The source of one function, written twice: to count what is shared, then to keep it."""
    conditions = tuple(conditions)
    asked: Asked | None = None
    for _ in range(2):
        writer = Writer(conditions, asked)
        write(writer)
        asked = writer.loops.asked
    return render([*writer.loops.functions, f"def {name}(case):", writer.top.lines])
