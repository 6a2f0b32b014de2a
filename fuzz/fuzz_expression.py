"""Fuzzes the condition language.

Any text is either a typed condition or an ExpressionError. A condition evaluates on every case
without an error, alike in the interpreter, in its explanation and in compiled Python, and the
check for lost certainty comes to an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.common import ROOT, Target, instrumented

with instrumented("clearslate.policy.language", "clearslate.policy.engine"):
    from clearslate.policy.errors import ExpressionError
    from clearslate.policy.language.interpret import environment, traced, truth
    from clearslate.policy.language.ir import Expression
    from clearslate.policy.language.parse import parse, syntax
    from clearslate.policy.pack.load import shipped_pack
    from clearslate.policy.pack.model import Need
    from clearslate.policy.pack.repeats import loses_certainty
    from fuzz import world
    from fuzz.edits import Bytes
    from fuzz.grammar import Grammar, Reach
    from tests.policy.generators import pack, rule

NAMES = shipped_pack().names
PARTS = (None, *(part for part in NAMES.schema.declared if not part.one))
SWITCHES = {switch.id: switch.default for switch in shipped_pack().pack.switches}
CASES = world.random_cases(NAMES.schema, SWITCHES, 6)


def check(data: bytes) -> None:
    """Parses a text about the use or about the items of a list, and evaluates it there.

    What begins with a zero byte is no text: the bytes after it choose in the grammar.
    """
    text = drawn(data[1:]) if data.startswith(b"\0") else data.decode("utf-8", "surrogateescape")
    try:
        syntax(text)
    except ExpressionError as error:
        world.complete(error, placed=False)
        return
    begin = len(text) % len(PARTS)
    for part in (*PARTS[begin:], *PARTS[:begin]):
        try:
            expression = parse(text, NAMES.scope(part))
        except ExpressionError as error:
            world.complete(error, placed=False)
            continue
        loses_certainty(expression)
        evaluates(expression, part.name if part else None, part.variable if part else None)
        return


def drawn(data: bytes) -> str:
    """A condition that the bytes choose, in the reach that the first of them picks."""
    source = Bytes(data)
    part = source.of(PARTS)
    variables = [("use", "use"), ("production", "production")]
    if part is not None:
        variables += [(part.variable, part.name)] * 3
    return Grammar(source, NAMES).condition(Reach(tuple(variables)))


def evaluates(expression: Expression, part: str | None, variable: str | None) -> None:
    """A rule and a need with this condition give the same hits in both engines."""
    evidence = NAMES.scope(None).field("use", "labour_agreement")
    assert evidence is not None
    shared = {"for_each": part, "variable": variable}
    plain = rule("plain", expression, **shared)
    lifted = rule("lifted", expression, needs=(Need(evidence, expression),), **shared)
    world.engines_agree(pack([plain, lifted], gate=None if part else expression), CASES)
    for case in CASES:
        items = case[part] if part else [None]
        for index, item in enumerate(items or ()):
            env = environment(case)
            if variable is not None and item is not None:
                env[variable] = (item, f"{part}[{index}]")
            value, paths = traced(expression, env, case)
            assert value is truth(expression, env, case)
            assert all(isinstance(path, str) for path in paths)


def conditions() -> Iterator[bytes]:
    """Every condition of the shipped and the example pack."""
    for folder in ("src/clearslate/packs/platform", "examples/house"):
        for path in world.text_files(ROOT / folder):
            yield from world.texts_under(path, ("when", "means", "unless"))


DRAWN = [bytes([0, number % 9, *range(number, number + 24)]) for number in range(32)]
TARGET = Target("expression", check, seeds=[], longest=1024, made=[*conditions(), *DRAWN])

if __name__ == "__main__":
    TARGET.main()
