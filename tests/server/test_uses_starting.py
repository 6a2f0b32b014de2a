"""Where a draft starts: nothing, a use, a version, a template, a file; and asking first."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from clearslate.flows.standing import withdraw
from clearslate.flows.submitting import submit
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.documents import to_json, to_yaml
from clearslate.policy.errors import PolicyError
from clearslate.policy.intake import read
from clearslate.policy.interview import State, given
from clearslate.policy.pack.load import Loaded, load_pack, load_source, shipped_pack
from clearslate.policy.pack.sources import PackFile
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import FactSheet
from clearslate.productions.services.packs import end_pack, put_pack_in_force
from clearslate.uses import asking, attachments, drafts, starting
from clearslate.uses.changes import Change
from clearslate.uses.desk import Desk, desk_for
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.fitting import fitting
from clearslate.uses.models import Attachment, Draft
from tests.server.uses_world import AT, DAY, MINUTE, World, harmless, make_world

pytestmark = pytest.mark.usefixtures("database")

HOUSE = Path(__file__).parents[2] / "examples" / "house"
PAPER = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def world(database) -> World:
    return make_world()


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_for(world.production, AT)


def test_it_works(world: World) -> None:
    draft = drafts.start(author=world.ana, production=world.production, at=AT)
    assert draft.document == {"clearslate": "declaration/1"}
    assert (draft.revision, draft.of_version, draft.use) == (1, 0, None)


def test_templates_are_many_and_each_fits_and_is_worth_having(desk: Desk) -> None:
    found = starting.templates()
    assert 6 <= len(found) <= 10
    assert len({each.title for each in found}) == len(found)
    for each in found:
        assert read(each.document, each.key, core_schema()).kind == "declaration"
        assert len(each.sentence.split()) <= 25
        assert each.sentence.endswith(".")
        document = starting.from_template(each.key).document
        journey = desk.interview.journey(document)
        given = sum(q.state is State.ANSWERED for s in journey.steps for q in s.questions)
        assert given >= 10, each.key
        assert journey.next is not None, "something is left to ask"
        assert "components" not in document
        # What a template answers is asked as things stand: no answer is one of another path.
        ruled_out = [
            asked.path
            for step in journey.steps
            for asked in step.questions
            if asked.state is State.NOT_APPLICABLE and asked.answer not in (None, [])
        ]
        assert ruled_out == [], each.key
    with pytest.raises(UsesError, match="no such template"):
        starting.from_template("no-such")


def test_a_template_is_not_changed_by_the_draft_of_it(world: World) -> None:
    document = starting.from_template("mood-board").document
    draft = world.draft(document)
    world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "X"))
    assert starting.from_template("mood-board").document["use"]["title"] == "Mood board"


def test_another_use_keeps_the_answers_and_says_what_it_leaves_out(
    world: World, desk: Desk
) -> None:
    document = harmless()
    document["use"] |= {"shots": ["103_0410"], "begun": "yes"}
    document["outputs"] = [
        {"name": "A", "destination": "temp_in_edit", "replaced_by": "2026-11-24"},
        {"name": "B", "destination": "temp_in_edit", "replaced_by": "2026-12-24"},
        {"name": "C", "destination": "temp_in_edit", "replaced_by": "unknown"},
    ]
    use = world.submit(document)
    found = starting.from_use(use, desk)
    own = found.document["use"]
    assert own == {
        name: value
        for name, value in document["use"].items()
        if name not in ("shots", "begun", "work_from", "work_to")
    }
    assert [each.get("replaced_by") for each in found.document["outputs"]] == [
        None,
        "2026-12-24",
        "unknown",
    ]
    assert list(found.document) == [*document]
    (said,) = found.left_out
    assert said == (
        "Left out, because they belong to the earlier use: “Shots or scenes”,"
        " “Work has begun already”, “Work begins”, “Work ends”, “Replaced by”."
    )


def test_records_that_are_not_on_file_any_more_are_left_out(world: World) -> None:
    use = world.submit()
    FactSheet.objects.create(
        production=world.production, number=2, document={}, sha256="0" * 64, filed_at=AT
    )
    found = starting.from_use(use, desk_for(world.production, AT))
    (component,) = found.document["components"]
    assert "terms" not in component
    assert "agreement" not in component
    assert "not on file here: Terms on file “terms-ideograph”" in found.left_out[-1]
    draft = world.draft(found.document)
    assert desk_for(world.production, AT, draft=draft).assess(draft.document).outcome


def test_a_new_version_carries_everything_over(world: World) -> None:
    draft = world.draft()
    row = attachments.attach(
        draft_id=draft.id,
        author=world.ana,
        at=AT,
        chunks=[PAPER],
        name="consent.pdf",
        kind="evidence",
        record={"kind": "use_consent", "subject": "Mara Lind"},
    )
    use = submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=2)
    later = AT + 3 * DAY
    new = starting.start_version(author=world.bo, use=use, at=later)
    assert new.document == harmless()
    assert (new.use, new.of_version) == (use, 1)
    (copy,) = attachments.attachments_of(new)
    assert copy.id != row.id
    assert (copy.file_id, copy.record, copy.attached_by, copy.attached_at) == (
        row.file_id,
        row.record,
        world.ana,
        AT,
    )
    attachments.detach(draft_id=new.id, author=world.bo, at=later, attachment_id=copy.id)
    assert list(use.versions.get().attached.all()) == [row]
    kept = world.keep(new, world.bo, "b", 2, Change("answer", "use.title", "Second"), at=later)
    again = submit(
        actor=world.party(world.bo), at=later, draft_id=new.id, revision=kept.draft.revision
    )
    assert (again.id, again.number, again.versions_count) == (use.id, 1, 2)
    assert (again.title, again.declared_by) == ("Second", world.ana)
    assert [each.number for each in use.versions.all()] == [1, 2]
    assert [each.attached.count() for each in use.versions.all()] == [1, 0]
    assert Attachment.objects.count() == 1


def test_two_new_versions_at_once_do_not_pass_each_other(world: World) -> None:
    use = world.submit()
    one = starting.start_version(author=world.ana, use=use, at=AT)
    two = starting.start_version(author=world.bo, use=use, at=AT)
    submit(actor=world.party(world.bo), at=AT, draft_id=two.id, revision=1)
    with pytest.raises(StaleError, match="newer version"):
        submit(actor=world.party(world.ana), at=AT, draft_id=one.id, revision=1)
    assert Draft.objects.filter(id=one.id).exists()


def test_no_version_of_what_was_withdrawn_or_by_who_may_not(world: World) -> None:
    use = world.submit()
    with pytest.raises(NotAllowedError):
        starting.start_version(author=world.outsider, use=use, at=AT)
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    withdraw(actor=world.party(world.ana), at=AT, use=use, revision=use.revision, reason="Cut.")
    with pytest.raises(UsesError, match="withdrawn"):
        starting.start_version(author=world.ana, use=use, at=AT)
    with pytest.raises(UsesError, match="withdrawn"):
        submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=1)


@pytest.mark.parametrize("write", [to_yaml, to_json])
def test_a_file_gives_its_answers(desk: Desk, write: Any) -> None:
    name = "mood.yaml" if write is to_yaml else "mood.json"
    found = starting.from_file(write(harmless()).encode(), name, desk)
    assert (found.document, found.left_out) == (harmless(), ())


def test_the_facts_in_a_file_are_left_out_and_a_case_gives_its_declaration(
    world: World, desk: Desk
) -> None:
    inline = harmless() | {"facts": {"evidence": []}}
    found = starting.from_file(to_json(inline).encode(), "x.json", desk)
    assert found.document == harmless()
    assert found.left_out == ("Left out: the facts in the file. What is on file here counts.",)
    case = bytes(world.submit().versions.get().case)
    assert starting.from_file(case, "case.json", desk).document == harmless()


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"clearslate: declaration/1\nuse:\n  titel: x\n", 3, "no such key"),
        (b"clearslate: declaration/1\nuse: {begun: maybe}\n", 2, "allowed are yes, no"),
        (b"clearslate: declaration/9\n", 1, "this version reads"),
        (b"use: {}\n", 1, "does not say what it is"),
        (b"clearslate: facts/1\n", 1, "no declaration"),
        (b"\xff\xfe", 1, "UTF-16"),
        (b"clearslate: declaration/1\nuse: &x {begun: no}\n", 2, "anchor"),
        (b"{", 2, "closing bracket is missing"),
        (b"", None, "is empty"),
        (b"clearslate: declaration/1\n" + b"#" * 1_000_000, None, "more than 1,000,000 bytes"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_line(
    desk: Desk, data: bytes, line: int | None, said: str
) -> None:
    with pytest.raises(PolicyError) as caught:
        starting.from_file(data, "x.yaml", desk)
    assert caught.value.problems[0].line == line
    assert said in caught.value.problems[0].message


def counts() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_asking_first_stores_nothing(world: World, desk: Desk) -> None:
    before = counts()
    asked = asking.ask(
        desk,
        starting.from_template("mood-board").document,
        [
            Change("answer", "use.title", "Moods"),
            Change("answer", "use.begun", "perhaps"),
            Change("add", "components", {"name": "Ideograph"}),
        ],
    )
    assert asked.document["use"]["title"] == "Moods"
    assert [each.change.path for each in asked.problems] == ["use.begun"]
    assert asked.journey.next is not None
    sealed = asking.seal(asked.document, world.production)
    assert asking.unseal(sealed, world.production) == asked.document
    assert desk.assess(asked.document).interval == ("notify", "hold")
    assert counts() == before


def test_one_click_makes_a_draft_of_what_was_asked(world: World, desk: Desk) -> None:
    asked = asking.ask(desk, None, [Change("answer", "use.title", "Moods")])
    sealed = asking.seal(asked.document, world.production)
    document = asking.unseal(sealed, world.production)
    assert world.draft(document).document == asked.document


def test_a_seal_is_of_one_production_and_of_one_text(world: World, desk: Desk) -> None:
    sealed = asking.seal(harmless(), world.production)
    assert len(sealed) < 2_000
    other = type(world.production)(id="another", slug="another")
    for text, production in [
        (sealed[:-1], world.production),
        (sealed, other),
        ("", world.production),
        ("x" * 300_000, world.production),
        (json.dumps(harmless()), world.production),
        ("☃:☃:☃", world.production),
    ]:
        with pytest.raises(UsesError, match="Begin again"):
            asking.unseal(text, production)


def test_a_draft_answers_on_while_its_rules_change(world: World) -> None:
    """What a pack or a record of yesterday knew does not stand in the way of the next answer."""
    draft = world.draft()
    FactSheet.objects.create(
        production=world.production, number=2, document={}, sha256="0" * 64, filed_at=AT
    )
    later = AT + MINUTE
    kept = world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "X"), at=later)
    assert not kept.problems
    assert kept.desk.interview.journey(kept.draft.document).steps


def put_house(world: World, to: str = "") -> Loaded:
    """The house pack in force from today on, with an end of its own where one is given."""
    source = load_pack(HOUSE).source
    files = tuple(
        PackFile(
            file.name,
            file.data.replace(b"in_force: {from: 2026-09-01}", f"in_force: {to}".encode())
            if to
            else file.data,
        )
        for file in source.files
    )
    house = load_source(replace(source, files=files), bases=(shipped_pack(),))
    put_pack_in_force(
        actor=COMMAND_LINE,
        at=AT,
        production=world.production,
        pack=house,
        standing="adopted",
        from_day=AT.date(),
        adopted_by="Hanne Lorrimer",
    )
    return house


def own_answer(house: Loaded) -> tuple[str, str, str]:
    """A field of the house pack: its part, its name with the namespace, and a value."""
    for part in house.schema.declared:
        for name, spec in part.fields.items():
            if "." in name and spec.kind == "yesno":
                return part.name, name, "yes"
    raise AssertionError("the house pack has no field of its own")


def test_a_pack_that_reached_its_own_end_is_not_in_force_and_stops_nobody(world: World) -> None:
    put_house(world, "{from: 2026-09-01, to: 2026-11-26}")
    for day, name in [(0, "house"), (1, "house"), (2, "platform")]:
        desk = desk_for(world.production, AT + day * DAY)
        assert [each.loaded.pack.urn.rpartition(":")[2] for each in desk.rulebooks] == [name]
        assert desk.interview.journey(harmless()).steps


def test_the_fields_of_a_pack_that_ended_do_not_stand_in_the_way(world: World) -> None:
    house = put_house(world)
    part, name, value = own_answer(house)
    path = f"{part}.{name}" if house.schema.parts[part].one else f"{part}[0].{name}"
    draft = world.draft()
    kept = world.keep(draft, world.ana, "a", 1, Change("answer", path, value))
    assert not kept.problems
    use = submit(
        actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=kept.draft.revision
    )
    another = world.draft(kept.draft.document)
    end_pack(
        actor=COMMAND_LINE,
        at=AT + MINUTE,
        production=world.production,
        urn=house.pack.urn,
        from_day=AT.date() + DAY,
    )
    later = AT + 2 * DAY
    desk = desk_for(world.production, later)
    found = starting.from_use(use, desk)
    assert name not in str(found.document)
    assert any(path in said for said in found.left_out)
    kept = world.keep(another, world.ana, "b", 1, Change("answer", "use.title", "After"), at=later)
    assert given(kept.draft.document, path) is None
    again = submit(
        actor=world.party(world.ana), at=later, draft_id=another.id, revision=kept.draft.revision
    )
    assert again.number == 2


def test_answers_that_no_longer_fit_are_left_out_one_by_one() -> None:
    document = harmless()
    document["use"] |= {"begun": "perhaps", "media": ["image", "smell"], "greenlit": "yes"}
    document["inputs"][0] |= {"house": {"x": "yes"}, "owner": "nobody"}
    document["references"] = "many"
    found, gone = fitting(document, core_schema())
    assert set(gone) == {
        "use.greenlit",
        "use.begun",
        "use.media[1]",
        "inputs[0].house.x",
        "inputs[0].owner",
        "references",
    }
    assert read(found, "x", core_schema()).document == found
    assert found["use"]["title"] == harmless()["use"]["title"]


def test_a_use_whose_bytes_were_changed_is_no_beginning(world: World, desk: Desk) -> None:
    use = world.submit()
    use.versions.update(case=b"{}")
    for act in (
        lambda: starting.from_use(use, desk),
        lambda: starting.start_version(author=world.ana, use=use, at=AT),
    ):
        with pytest.raises(UsesError, match="Restore this row from a backup"):
            act()
