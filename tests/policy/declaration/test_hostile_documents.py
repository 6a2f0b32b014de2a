"""Declarations and cases made to mislead, or to take long."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clearslate.policy import intake
from clearslate.policy.assess import assess
from clearslate.policy.case import Case
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.documents import to_json
from clearslate.policy.errors import CaseError, DeclarationError, DocumentError, Problem
from clearslate.policy.library import case, read, rulebooks
from clearslate.policy.render.terminal import render

ON = date(2026, 11, 24)
DECLARATION = {"clearslate": "declaration/1"}


def problems(document: Any) -> tuple[Problem, ...]:
    with pytest.raises((DeclarationError, DocumentError)) as caught:
        read(document)
    for problem in caught.value.problems:
        assert problem.message.endswith(".")
        assert problem.line
    return caught.value.problems


def pinned(**changes: Any) -> dict[str, Any]:
    """A case as its document, with changes to its one pack."""
    document = case(DECLARATION, on=ON).document
    (pack,) = document["packs"]
    return {**document, "packs": [{**pack, **changes}]}


def test_thousands_of_unknown_keys_are_counted_and_not_listed() -> None:
    document = {**DECLARATION, "use": {f"surplus_{number}": "x" for number in range(20_000)}}
    found = problems(document)
    assert len(found) == 101
    assert found[-1].message == "19,900 further problems are not listed."


def test_only_as_many_items_are_read_as_are_allowed() -> None:
    most = core_schema().parts["people"].max
    document = {**DECLARATION, "people": [{"who": "x", "wrong": "y"}] * (most + 1)}
    found = problems(document)
    assert len(found) == most + 1
    assert f"Found {most + 1} entries; at most {most} are allowed." in str(found[0])


def test_only_as_many_values_are_read_as_are_allowed() -> None:
    field = core_schema().parts["people"].fields["aspects"]
    document = {**DECLARATION, "people": [{"aspects": [f"a{n}" for n in range(90)]}]}
    assert len(problems(document)) == field.max + 1


def test_thousands_of_components_beside_thousands_of_makers() -> None:
    names = [f"{'tool ' * 20}{number}" for number in range(3500)]
    document = {
        **DECLARATION,
        "components": [{"name": name} for name in names],
        "outputs": [{"name": "o", "made_by": [f"not {name}" for name in names]}],
    }
    assert len(problems(document)) <= 101


def test_a_missing_first_line_within_a_case() -> None:
    document = pinned()
    del document["declaration"]["clearslate"]
    (problem,) = problems(document)
    assert problem.message == "The first line is missing: `clearslate: declaration/1`."


def test_a_case_names_makers_that_exist() -> None:
    document = pinned()
    document["declaration"] = {
        **DECLARATION,
        "components": [{"name": "a"}],
        "outputs": [{"name": "o", "made_by": ["b"]}],
    }
    (problem,) = problems(document)
    assert problem.path == "declaration.outputs[0].made_by[0]"


@pytest.mark.parametrize("changes", [{"standing": "adopted"}, {"standing": []}, {"adopted_by": []}])
def test_the_standing_of_a_pinned_pack(changes: dict[str, Any]) -> None:
    (problem,) = problems(pinned(**changes))
    assert problem.path == f"packs[0].{next(iter(changes))}"


def refused(document: dict[str, Any]) -> str:
    books = rulebooks()
    given = intake.read(to_json(document).encode(), "case.json", core_schema())
    with pytest.raises(CaseError) as caught:
        intake.case_of(given, books, on=ON)
    return str(caught.value)


def test_a_case_cannot_make_its_only_pack_advisory_and_so_have_no_outcome() -> None:
    assert "none would decide its outcome" in refused(pinned(standing="advisory"))


def test_a_case_names_a_pack_once() -> None:
    document = pinned()
    document["packs"] *= 2
    assert "stands here twice" in refused(document)


def far() -> Case:
    document = {
        **DECLARATION,
        "use": {"title": "x", "work_from": "9999-12-31", "work_to": "9999-12-31"},
        "outputs": [{"name": "o", "destination": "final_picture", "replaced_by": "9999-12-31"}],
        "components": [{"name": "a", "technique": "generative"}],
    }
    return case(document, on="9999-12-31")


def test_a_duty_reckoned_from_the_last_day_of_the_calendar() -> None:
    made = far()
    assert render(assess(made), case=made)


def test_half_a_character_in_a_text_from_a_program() -> None:
    with pytest.raises(DocumentError):
        read("clearslate: declaration/1\nuse: {title: \ud800}\n")
    with pytest.raises(DocumentError):
        read({**DECLARATION, "use": {"title": "\ud800"}})
    with pytest.raises(DocumentError):
        read({**DECLARATION, "use": {"\ud800": "x"}})


def test_an_integer_of_thousands_of_digits_from_a_program() -> None:
    with pytest.raises(DocumentError):
        read({**DECLARATION, "use": {"title": 10**5000}})
