"""Small packs from a few conditions, to break one statement at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.language.ir import Expression
from clearslate.policy.language.parse import parse
from clearslate.policy.pack.model import (
    Card,
    Guard,
    Named,
    Need,
    Outcome,
    Overlap,
    Pack,
    Question,
    Rule,
    Switch,
)
from clearslate.policy.pack.names import core_names
from clearslate.policy.prove import STATEMENTS, Statement, Subject, Verdict, subject
from tests.policy import generators

SCHEMA = core_schema()
ROWS = ("A4", "F2", "T4", "V2")
FINAL = ("in_camera", "final_picture", "final_sound", "final_text", "marketing_published")


def part_of(variable: str | None) -> Any:
    """The list a variable names."""
    return SCHEMA.by_variable(variable) if variable else None


def expression(text: str, variable: str | None = None) -> Expression:
    """A condition about the use, or about one item."""
    names = replace(core_names(SCHEMA), switches=dict.fromkeys(("S1", "H1"), ("strict", "relaxed")))
    return parse(text, names.scope(part_of(variable)))


def rule(
    id: str,  # noqa: A002
    when: str,
    *,
    each: str | None = None,
    outcome: Outcome = Outcome.APPROVAL,
    needs: tuple[tuple[str, str | None], ...] = (),
    overlaps: tuple[str, ...] = (),
    area: str = "data",
) -> Rule:
    """A rule; `needs` are pairs of evidence and what lifts it."""
    part = part_of(each)
    names = core_names(SCHEMA)
    made = generators.rule(
        id,
        expression(when, each),
        outcome=outcome,
        for_each=part.name if part else None,
        variable=each,
        needs=tuple(
            Need(
                names.scope(part).field(*evidence.split(".")),
                expression(unless, each) if unless else None,
            )
            for evidence, unless in needs
        ),
    )
    return replace(made, area=area, overlaps=tuple(Overlap(o, "") for o in overlaps))


def question(
    field: str, when: str | None = None, *, nonempty: bool = False
) -> tuple[Question, Guard]:
    """A mandatory question, and the guard that the loader makes of it."""
    variable, _, name = field.partition(".")
    part = SCHEMA.parts.get(variable) or SCHEMA.by_variable(variable)
    bound = None if part.one or not name else part.variable
    condition = expression(when, bound) if when else None
    asked = Question(
        field, "", "", part.name, name, "", "", "", "", "fact", condition, bound, True, False
    )
    return asked, Guard(part.name, bound, name or None, condition, nonempty, field)


def pack(
    rules: list[Rule],
    questions: list[tuple[Question, Guard]] = [],  # noqa: B006 - never changed
    *,
    gate: str | None = None,
    gives_up: tuple[str, ...] = (),
    **changes: Any,
) -> Pack:
    """A pack of these rules, whose mandatory questions have their guards."""
    made = generators.pack(
        rules, [guard for _, guard in questions], expression(gate) if gate else None
    )
    switch = Switch(
        "S1", "", "", (("strict", ""), ("relaxed", "")), "strict", (("relaxed", gives_up),)
    )
    card = Card("card", "", "", "", None, None, tuple(asked for asked, _ in questions))
    made = replace(
        made, rows=tuple(Named(row, row) for row in ROWS), switches=(switch,), cards=(card,)
    )
    return replace(made, **changes)


def statement(name: str) -> Statement:
    """A statement by its id."""
    return next(each for each in STATEMENTS if each.id == name)


def check(name: str, about: Pack | Subject, base: Pack | None = None) -> Verdict:
    """The verdict of one statement on a pack."""
    if isinstance(about, Pack):
        about = subject(about, SCHEMA, base)
    return statement(name).check(about)


def sound() -> Pack:
    """A small pack for which every statement holds."""
    final = f"output.destination in {FINAL}"
    return pack(
        [
            rule("final", f"{final} and switch.S1 == 'strict'", each="output"),
            rule("stores", "component.stores", each="component"),
            rule(
                "replica",
                "person.act in ('replica', 'significant', 'anonymise')",
                each="person",
                area="talent",
                needs=(("person.use_consent", "person.exception != 'none'"),),
            ),
            rule(
                "input",
                "input.likeness or input.personal_data or input.owner == 'third_party'",
                each="input",
            ),
            rule(
                "train",
                "model.origin != 'as_supplied'",
                each="model",
                needs=(("model.training_rights", None),),
            ),
        ],
        [
            question("outputs", nonempty=True),
            question("output.destination"),
            question("components"),
            question("component.stores"),
            question("inputs"),
            question("people"),
            question("person.act"),
            question("models"),
        ],
        gate="all(c.technique == 'not_ai' for c in components)",
        gives_up=("final-never-notify",),
    )
