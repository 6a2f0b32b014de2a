"""Conditions: what is accepted, what is refused, and how the refusal reads."""

import pytest

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.errors import ExpressionError
from clearslate.policy.language.ir import And, Compare, Contains, Literal, Member, Not, Truth
from clearslate.policy.language.parse import parse
from clearslate.policy.language.syntax import LONGEST
from clearslate.policy.pack.names import core_names


def scope(part: str | None = None):
    schema = core_schema()
    names = core_names(schema)
    names.switches = {"S1": ("strict", "relaxed")}
    return names.scope(schema.parts[part] if part else None)


def test_a_membership_and_a_yes_no_field():
    condition = parse(
        'output.destination in ("final_picture", "final_sound") and output.fabricates',
        scope("outputs"),
    )
    assert isinstance(condition, And)
    assert isinstance(condition.parts[0], Member)
    assert isinstance(condition.parts[1], Truth)


def test_not_equal_is_the_negation_of_equal():
    condition = parse('person.act != "customary"', scope("people"))
    assert isinstance(condition, Not)
    assert isinstance(condition.part, Compare)


def test_greater_swaps_the_operands():
    condition = parse("output.seconds > 2", scope("outputs"))
    assert condition == Compare("<", Literal(2000), condition.right)


def test_a_value_among_several():
    condition = parse('"words" in person.aspects', scope("people"))
    assert isinstance(condition, Contains)


def test_two_fields_of_one_kind_compare():
    assert parse("use.work_from < production.picture_lock", scope())


def test_lines_of_a_block_scalar_join():
    assert parse("use.misleads\n  and use.begun\n", scope())


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        (None, "use.mislead", "“use” has no field “mislead”. Did you mean “misleads”?"),
        (None, "uses.misleads", "There is no “uses” here. Did you mean “use”?"),
        (None, 'use.otherwise == "nobdy"', "“nobdy” is no value of use.otherwise."),
        (None, 'use.otherwise == "nobdy"', "Did you mean “nobody”?"),
        (None, "use.otherwise", "is no yes/no field"),
        (None, 'use.misleads == "yes"', "write it alone"),
        (None, "use.work_from < 3", "is no date"),
        (None, "use.title < use.purpose", "compares numbers, seconds and dates"),
        (None, "use.work_from == use.title", "are unlike"),
        (None, 'switch.S9 == "strict"', "There is no switch “S9”"),
        (None, 'switch.S1 == "lax"', "“lax” is no value of switch.S1"),
        (None, "any(x for x in use)", "is one thing, not a list"),
        (None, "any(x.fabricates for x in output)", "Did you mean “outputs”?"),
        ("outputs", "any(x == 1 for x in output.name)", "holds one value, not several"),
        ("outputs", "any(output.fabricates for output in outputs)", "“output” is taken"),
        (None, "any(o.fabricates for o in outputs if o.name)", "with “and” instead of “if”"),
        (None, "any([o.fabricates for o in outputs])", "only any(… for x in …)"),
        (None, "len(outputs) > 2", "cannot be compared"),
        (None, "use.misleads == use.begun == use.begun", "cannot be chained"),
        (None, "use.misleads and", "This is no condition"),
        (None, "use.context = 'news'", "Write == in place of =."),
        (None, "use.begun && use.misleads", "Write and in place of &&."),
        (None, "use.begun || use.misleads", "Write or in place of ||."),
        (None, "!use.begun", "Write not in place of !."),
        (None, "use.media in ('text',)", "holds several values"),
        (None, "'text' in use.context", "holds one value"),
        (None, "use.context in ()", "is never true"),
        (None, "__import__('os').system('x')", "cannot be called"),
        (None, "use.__class__", "“use” has no field “__class__”"),
        (None, "lambda: 1", "is no condition"),
        (None, "1 == 1", "needs a field on one side"),
        (None, "use.misleads or " * 200 + "use.begun", f"at most {LONGEST} are allowed"),
        (None, "(" * 60 + "use.begun" + ")" * 60, "nested too deeply"),
        (None, "not " * 100 + "use.begun", "nested too deeply"),
        (None, "\x00", "This is no condition"),
    ],
)
def test_refusals_name_the_thing_and_the_remedy(part, text, message):
    with pytest.raises(ExpressionError) as refusal:
        parse(text, scope(part))
    assert message in str(refusal.value)
