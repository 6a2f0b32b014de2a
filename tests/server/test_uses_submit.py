"""Submitting: the case is frozen as it was read, numbered without a gap, and told at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clearslate.flows import submitting
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import COMMAND_LINE
from clearslate.policy.documents import to_json, to_yaml
from clearslate.policy.errors import CaseError
from clearslate.policy.pack.load import load_pack, shipped_pack
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Episode, Membership, Milestone
from clearslate.productions.services.packs import put_pack_in_force
from clearslate.record import canonical_bytes
from clearslate.uses import attachments, drafts
from clearslate.uses.changes import Change
from clearslate.uses.errors import NobodyToldError, StaleError, SubmittedError, UsesError
from clearslate.uses.models import Assessment, Draft, FindingRow, Use, UseVersion
from clearslate.uses.selectors import case_document, use_of, uses_of
from clearslate.uses.stored import stored
from tests.server import processes
from tests.server.databases import Database
from tests.server.test_uses_drafts import together
from tests.server.uses_world import AT, DAY, World, harmless, make_world, replica

pytestmark = pytest.mark.usefixtures("database")

HOUSE = Path(__file__).parents[2] / "examples" / "house"


@pytest.fixture
def world(database) -> World:
    return make_world()


def submit(world: World, draft: Draft, revision: int | None = None, user: Any = None) -> Use:
    return submitting.submit(
        actor=world.party(user or world.ana),
        at=AT,
        draft_id=draft.id,
        revision=draft.revision if revision is None else revision,
    )


def told(world: World, kind: str = "use.") -> list[str]:
    lines = ledger.history(world.production.id, limit=1000)
    return [line.sentence for line in lines if line.type.startswith(kind)]


def test_it_works(world: World) -> None:
    draft = world.draft()
    use = submit(world, draft)
    assert (use.number, use.state, use.outcome) == (1, "noticed", "notify")
    assert (use.title, use.department) == ("Mood board for the harbour set", "art")
    version = use.versions.get()
    assert (version.number, version.state, version.draft) == (1, "noticed", draft.id)
    assert not Draft.objects.exists()
    found = stored(use, 1)
    assert found is not None
    assert found.assessment.outcome == "notify"
    assert found.case.declaration == harmless()
    assert told(world) == ["Ana submitted U-001: notify."]
    assert told(world, "notice.") == ["The notice of U-001 went to cy@example.org."]
    assert [row.recipient for row in OutboxMessage.objects.filter(kind="notice")] == [
        "cy@example.org"
    ]
    assert use_of(world.party(world.contact), world.production, 1) == use
    assert list(uses_of(world.party(world.outsider), world.production)) == []


@pytest.mark.parametrize(("write", "house"), [(to_json, False), (to_yaml, True)])
def test_the_exported_case_gives_the_same_bytes_on_the_command_line(
    world: World, database: Database, tmp_path: Path, write: Callable[[Any], str], house: bool
) -> None:
    if house:
        put_pack_in_force(
            actor=COMMAND_LINE,
            at=AT,
            production=world.production,
            pack=load_pack(HOUSE),
            standing="advisory",
            from_day=AT.date(),
        )
    draft = world.draft(replica())
    attachments.attach(
        draft_id=draft.id,
        author=world.ana,
        at=AT,
        chunks=[b"Consent"],
        name="c.txt",
        kind="evidence",
        record={"kind": "use_consent", "subject": "Mara Lind", "acts": ["replica"]},
    )
    use = submit(world, draft, 2)
    version = use.versions.select_related("assessment").get()
    document = case_document(version)
    assert list(document["declaration"]["use"]) == list(replica()["use"])
    path = tmp_path / ("case.json" if write is to_json else "case.yaml")
    path.write_text(write(document), encoding="utf-8")
    more = ["--pack", str(HOUSE)] if house else []
    code, said = processes.command(
        "assess", str(path), "--format", "json", *more, environment=database.environment
    )
    assert code in (0, 1), said
    found, _ = json.JSONDecoder().raw_decode(said)
    assert found.pop("sha256") == version.assessment.sha256
    del found["file"]
    assert found["findings"]
    assert canonical_bytes(found) == bytes(version.assessment.canonical)
    assert found["case"] == version.case_sha256


def test_what_has_changed_since_it_was_read_is_not_submitted(world: World) -> None:
    draft = world.draft()
    world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "B"))
    with pytest.raises(StaleError, match="changed since you read it"):
        submit(world, draft, 1)
    assert submit(world, draft, 2).title == "B"


def test_a_file_attached_since_it_was_read_counts_as_a_change(world: World) -> None:
    draft = world.draft()
    attachments.attach(
        draft_id=draft.id,
        author=world.ana,
        at=AT,
        chunks=[b"x"],
        name="x",
        kind="evidence",
        record={"kind": "use_consent", "subject": "Mara"},
    )
    with pytest.raises(StaleError):
        submit(world, draft, 1)


def test_two_answers_that_wait_are_chosen_between_first(world: World) -> None:
    draft = world.draft(None, world.bo)
    world.keep(draft, world.ana, "a", 1, Change("answer", "use.title", "A"))
    kept = world.keep(draft, world.bo, "b", 1, Change("answer", "use.title", "B"))
    with pytest.raises(StaleError, match="Choose first"):
        submit(world, draft, kept.draft.revision)


def test_a_second_submit_says_what_it_became(world: World) -> None:
    draft = world.draft(None, world.bo)
    use = submit(world, draft)
    for user in (world.ana, world.bo, world.contact):
        with pytest.raises(SubmittedError, match="It is U-001") as caught:
            submit(world, draft, user=user)
        assert caught.value.use == use
    with pytest.raises(UsesError) as stranger:
        submit(world, draft, user=world.outsider)
    assert not isinstance(stranger.value, SubmittedError)
    assert len(told(world)) == 1


def test_two_tabs_that_submit_at_once_make_one_use(world: World) -> None:
    draft = world.draft()
    raised = together(*[lambda: submit(world, draft)] * 4)
    assert [type(each) for each in raised] == [SubmittedError] * 3
    assert Use.objects.count() == UseVersion.objects.count() == 1
    assert len(told(world)) == 1


def test_numbers_have_no_gap_under_many_who_submit(world: World) -> None:
    made = [world.draft() for _ in range(8)]
    stale = [world.draft() for _ in range(4)]
    acts = [lambda draft=draft: submit(world, draft) for draft in made]
    fails = [lambda draft=draft: submit(world, draft, 99) for draft in stale]
    raised = together(*acts, *fails)
    assert [type(each) for each in raised] == [StaleError] * 4
    assert sorted(Use.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert len(told(world)) == 8
    assert Assessment.objects.count() == 1
    assert all(not check.flaws for check in ledger.check())


def test_a_rollback_leaves_the_draft_and_no_number(world: World, monkeypatch) -> None:
    draft = world.draft()
    monkeypatch.setattr("clearslate.uses.services.submit.send_notice", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        submit(world, draft)
    monkeypatch.undo()
    assert Draft.objects.filter(id=draft.id).exists()
    assert not Assessment.objects.exists()
    assert told(world) == []
    assert submit(world, draft).number == 1


def test_only_authors_who_may_declare_submit_and_nobody_in_an_archive(world: World) -> None:
    draft = world.draft()
    with pytest.raises(UsesError, match="is gone"):
        submit(world, draft, user=world.contact)
    Membership.objects.filter(user=world.ana).update(ended_at=AT)
    with pytest.raises(NotAllowedError):
        submit(world, draft)
    Membership.objects.filter(user=world.ana).update(ended_at=None)
    world.production.archived_at = AT
    world.production.save()
    with pytest.raises(NotAllowedError):
        submit(world, draft)
    assert told(world) == []


def test_a_notice_that_would_reach_nobody_is_not_one(world: World) -> None:
    Membership.objects.filter(user=world.contact).update(ended_at=AT)
    draft = world.draft()
    with pytest.raises(NobodyToldError, match="Ask a coordinator"):
        submit(world, draft)
    assert Draft.objects.filter(id=draft.id).exists()
    assert not Use.objects.exists()
    # What goes into review or is on hold needs no notice.
    assert submit(world, world.draft(replica())).state == "on_hold"


def test_what_is_no_use_is_logged_without_an_outcome(world: World) -> None:
    document = harmless()
    document["components"][0] = {"name": "Paintbox", "technique": "not_ai"}
    use = world.submit(document)
    assert (use.state, use.outcome, use.due_on) == ("not_a_use", "", None)
    assert told(world) == ["Ana submitted U-001: not a use of generative AI."]
    assert not OutboxMessage.objects.filter(kind="notice").exists()


def test_on_hold_names_what_is_missing_and_by_when(world: World) -> None:
    use = world.submit(replica())
    assert (use.state, use.missing, use.due_on) == ("on_hold", 1, date(2026, 12, 1))
    assert FindingRow.objects.filter(use=use, rule="replica", outcome="hold").exists()
    document = replica()
    document["use"]["work_from"] = "2026-11-01"
    assert world.submit(document).due_on is None


def test_in_review_is_due_when_the_slowest_area_must_have_decided(world: World) -> None:
    document = harmless()
    document["inputs"][0]["sensitivity"] = "sensitive"
    use = world.submit(document)
    assert (use.state, use.areas) == ("in_review", ["data"])
    days = {area.id: area.days for area in shipped_pack().pack.areas}
    due = date(2026, 11, 24)
    left = days["data"]
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5
    assert use.due_on == due


def test_a_pack_in_force_from_tomorrow_counts_from_tomorrow(world: World) -> None:
    put_pack_in_force(
        actor=COMMAND_LINE,
        at=AT,
        production=world.production,
        pack=load_pack(HOUSE),
        standing="adopted",
        from_day=AT.date() + timedelta(days=1),
        adopted_by="Hanne Lorrimer",
    )

    def packs(use: Use) -> list[str]:
        found = stored(use, use.versions_count)
        assert found is not None
        return [each.urn for each in found.assessment.packs]

    today, tomorrow = world.submit(), world.submit(at=AT + DAY)
    assert packs(today) == [shipped_pack().pack.urn]
    assert packs(tomorrow) == [load_pack(HOUSE).pack.urn]


def test_the_day_is_that_of_the_production(world: World) -> None:
    late = AT.replace(hour=23, minute=30)
    use = world.submit(at=late)
    found = stored(use, 1)
    assert found is not None
    assert found.case.date == date(2026, 11, 25)


def test_episodes_are_those_that_its_shots_begin_with(world: World) -> None:
    for code, day in (("101", date(2026, 12, 11)), ("103", date(2027, 3, 19))):
        episode = Episode.objects.create(production=world.production, code=code)
        Milestone.objects.create(
            production=world.production,
            episode=episode,
            kind=Milestone.Kind.PICTURE_LOCK,
            day=day,
        )
    document = harmless()
    document["use"]["shots"] = ["103_0410", "Sc 12"]
    use = world.submit(document)
    assert (use.episodes, use.shots) == (["103"], ["103_0410", "Sc 12"])
    found = stored(use, 1)
    assert found is not None
    assert found.case.facts["production"]["picture_lock"] == "2027-03-19"


def test_what_no_file_may_hold_is_not_frozen(world: World) -> None:
    """A draft of older rules may hold what today's do not know."""
    document = harmless()
    document["use"]["house"] = {"greenlit": "yes"}
    draft = world.draft(document)
    with pytest.raises(CaseError) as caught:
        submit(world, draft)
    assert [each.path for each in caught.value.problems] == ["declaration.use.house"]
    gone = harmless()
    gone["components"][0]["terms"] = "terms-of-nothing"
    with pytest.raises(CaseError, match="Nothing on file"):
        submit(world, world.draft(gone))


def test_dropping_what_was_submitted_does_nothing(world: World) -> None:
    draft = world.draft()
    submit(world, draft)
    assert not drafts.drop(draft_id=draft.id, author=world.ana)
