"""The template: blank as it stands, complete when every example is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearslate.policy import intake
from clearslate.policy.declaration.schema import UNKNOWN, core_schema
from clearslate.policy.declaration.template import template
from clearslate.policy.documents import plain, read_text
from clearslate.policy.library import load_pack, rulebooks
from clearslate.policy.pack.load import shipped_pack

TEXT = template(core_schema(), [shipped_pack().pack])
HOUSE = Path(__file__).parents[3] / "examples" / "house"


def uncommented(text: str) -> bytes:
    """The template with `# ` taken from every line but the first, as a person or editor would."""
    first, *lines = text.split("\n")
    return "\n".join([first, *(line.removeprefix("# ") for line in lines)]).encode()


def test_it_is_a_valid_blank_declaration() -> None:
    given = intake.read(TEXT.encode(), "new.yaml", core_schema())
    assert given.kind == "declaration"
    assert given.document == {"clearslate": "declaration/1"}


def test_with_every_example_taken_it_is_a_full_declaration() -> None:
    document = intake.read(uncommented(TEXT), "new.yaml", core_schema()).document
    for part in core_schema().parts.values():
        holder = document["facts"] if part.is_fact else document
        value = holder[part.name]
        items = [value] if part.one else value
        assert len(items) == 1
        assert list(items[0]) == list(part.fields), part.name


def test_the_example_answers_every_field() -> None:
    """One list item each, and nothing that is not a field of the schema."""
    path = Path(__file__).parents[3] / "src/clearslate/packs/declaration/example.yaml"
    example = plain(read_text(path.read_bytes(), name="example.yaml"))
    assert example == intake.read(uncommented(TEXT), "new.yaml", core_schema()).document


def test_every_question_and_every_allowed_word_stands_in_it() -> None:
    said = " ".join(line.removeprefix("##").strip() for line in TEXT.splitlines())
    for card in shipped_pack().pack.cards:
        for question in card.questions:
            assert question.ask in said
            assert question.why in said
    schema = core_schema()
    for part in schema.declared:
        for spec in part.fields.values():
            for word, text in schema.vocabularies.get(spec.vocabulary or "", {}).items():
                assert f"{word}: {text}" in said


def test_no_line_is_too_long() -> None:
    assert max(map(len, TEXT.splitlines())) <= 100


def test_each_single_answer_can_be_taken_by_itself() -> None:
    """The lines of `use`, one at a time, with its heading."""
    lines = TEXT.split("\n")
    start = lines.index("# use:")
    for number in range(start + 1, len(lines)):
        if lines[number].startswith("## ---"):
            break
        if not lines[number].startswith("#   ") or lines[number].startswith("#     "):
            continue
        if lines[number].endswith(":"):
            continue
        taken = [*lines]
        for place in (start, number):
            taken[place] = taken[place].removeprefix("# ")
        given = intake.read("\n".join(taken).encode(), "new.yaml", core_schema())
        assert len(given.document["use"]) == 1


@pytest.mark.parametrize("department", list(core_schema().vocabularies["department"]))
def test_a_department_is_filled_in(department: str) -> None:
    text = template(core_schema(), [shipped_pack().pack], department=department)
    given = intake.read(text.encode(), "new.yaml", core_schema())
    assert given.document["use"] == {"department": department}


def test_a_house_pack_adds_its_fields() -> None:
    house = load_pack(HOUSE)
    books = rulebooks([house])
    text = template(house.schema, [book.loaded.pack for book in books])
    document = intake.read(uncommented(text), "new.yaml", house.schema).document
    added = [name for name in house.schema.parts["use"].fields if "." in name]
    for name in added:
        namespace, _, field = name.partition(".")
        assert document["use"][namespace][field] == UNKNOWN
