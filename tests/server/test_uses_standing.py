"""After submitting: notices, call-ups, withdrawals, whose turn it is, and versions compared."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from clearslate.flows.standing import call_up, withdraw
from clearslate.flows.submitting import submit
from clearslate.kit import outbox
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors as ledger
from clearslate.ledger.models import Entry
from clearslate.ledger.parties import Party
from clearslate.ledger.selectors import Line, newest_first
from clearslate.notify.use_letters import USE_LETTERS
from clearslate.productions.errors import NotAllowedError
from clearslate.uses import attachments, starting
from clearslate.uses.changes import Change
from clearslate.uses.differences import Changed, difference
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.models import CallUp, Use
from clearslate.uses.stored import Stored, stored
from tests.server import smtp
from tests.server.test_uses_drafts import together
from tests.server.uses_world import AT, DAY, World, harmless, make_world

pytestmark = pytest.mark.usefixtures("database", "with_mail")

HOSTILE = "<b>She dies</b> in 107 & Mara Lind {{ 7*7 }}\tBcc: x@example.org"


def told_of(use: Use) -> list[Line]:
    """What happened to a use, the oldest first."""
    return newest_first(use.production_id, subject=Party("use", use.id))[::-1]


@pytest.fixture
def world(database) -> World:
    return make_world()


def deliver(mail_server: smtp.Server, kind: str) -> EmailMessage:
    row = OutboxMessage.objects.filter(kind=kind).latest("created_at")
    assert outbox.deliver(row.id, lambda: AT + DAY) == "sent"
    return mail_server.messages[-1]


def bodies(mail: EmailMessage) -> tuple[str, str]:
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def sensitive() -> dict:
    document = harmless()
    document["inputs"][0]["sensitivity"] = "sensitive"
    return document


def read(use: Use, number: int) -> Stored:
    found = stored(use, number)
    assert found is not None
    return found


def test_a_notice_says_what_is_needed_and_no_word_of_the_declarant(
    world: World, mail_server: smtp.Server
) -> None:
    document = harmless()
    for part, name in [("use", "title"), ("use", "purpose")]:
        document[part][name] = HOSTILE
    document["outputs"][0]["name"] = document["inputs"][0]["name"] = HOSTILE
    document["use"]["shots"] = ["Sc 12 She dies"]
    world.submit(document)
    mail = deliver(mail_server, "notice")
    assert mail["Subject"] == "Lantern U-001: notify"
    assert mail["To"] == "cy@example.org"
    text, html = bodies(mail)
    link = "http://127.0.0.1:8000/p/lantern/uses/1/"
    for said in ("Lantern", "U-001", "Art department", "Notify", link):
        assert said in text
        assert said in html
    for secret in ("She dies", "Mara", "Bcc", "Sc 12", "Drowned Light", "Ana"):
        assert secret not in mail.as_string()
        assert secret not in text
        assert secret not in html
    assert f'<a href="{link}">' in html
    parameters = OutboxMessage.objects.get(kind="notice").parameters
    assert "She dies" not in str(parameters)


def test_no_entry_holds_a_word_of_the_declarant(world: World) -> None:
    document = harmless()
    document["use"]["title"] = "She dies"
    use = world.submit(document)
    withdraw(
        actor=world.party(world.ana),
        at=AT,
        use=use,
        revision=use.revision,
        reason="Mara Lind said no.",
    )
    kept = b"".join(bytes(each) for each in Entry.objects.values_list("canonical", flat=True))
    assert b"She dies" not in kept
    assert b"Mara" not in kept


def test_a_noticed_use_is_called_up_and_its_declarant_told(
    world: World, mail_server: smtp.Server
) -> None:
    use = world.submit()
    called = call_up(
        actor=world.party(world.contact),
        at=AT + DAY,
        use=use,
        revision=use.revision,
        reason=" Is the harbour\nsomebody's design? ",
    )
    assert (called.state, called.waits_for) == ("in_review", "decision")
    assert called.revision > use.revision
    row = CallUp.objects.get()
    assert (row.version, row.by, row.reason) == (
        1,
        world.contact,
        "Is the harbour somebody's design?",
    )
    mail = deliver(mail_server, "called_up")
    assert (mail["To"], mail["Subject"]) == (
        "ana@example.org",
        "Lantern U-001: called up for review",
    )
    text, html = bodies(mail)
    assert "http://127.0.0.1:8000/p/lantern/uses/1/" in text
    assert "harbour" not in text + html
    lines = [line.sentence for line in told_of(called)]
    assert "Cy called up U-001 for review. Reason: Is the harbour somebody's design?" in lines
    assert lines[-1].endswith("the called-up notice waits for a decision.")
    with pytest.raises(StaleError):
        call_up(actor=world.party(world.contact), at=AT, use=use, revision=use.revision, reason="x")
    with pytest.raises(UsesError, match="Only a use that is noticed"):
        call_up(
            actor=world.party(world.contact), at=AT, use=use, revision=called.revision, reason="x"
        )


@pytest.mark.parametrize("reason", ["", "  \n\u200b ", "x" * 401])
def test_a_reason_is_a_reason(world: World, reason: str) -> None:
    use = world.submit()
    with pytest.raises(UsesError, match="reason"):
        call_up(
            actor=world.party(world.contact), at=AT, use=use, revision=use.revision, reason=reason
        )
    with pytest.raises(UsesError, match="reason"):
        withdraw(actor=world.party(world.ana), at=AT, use=use, revision=use.revision, reason=reason)
    assert Use.objects.get().state == "noticed"


def test_who_may_call_up_and_withdraw(world: World) -> None:
    use = world.submit()
    for user in (world.ana, world.bo, world.outsider):
        with pytest.raises(NotAllowedError):
            call_up(actor=world.party(user), at=AT, use=use, revision=use.revision, reason="x")
    for user in (world.bo, world.contact, world.outsider):
        with pytest.raises(NotAllowedError):
            withdraw(actor=world.party(user), at=AT, use=use, revision=use.revision, reason="x")


def test_a_declarant_withdraws_their_own_and_a_coordinator_any(world: World) -> None:
    draft = world.draft(None, world.bo)
    own = submit(actor=world.party(world.bo), at=AT, draft_id=draft.id, revision=1)
    done = withdraw(
        actor=world.party(world.bo),
        at=AT,
        use=own,
        revision=own.revision,
        reason="The scene is cut",
    )
    assert (done.state, done.due_on) == ("withdrawn", None)
    told = [line.sentence for line in told_of(own)]
    assert told[-1] == "Bo withdrew U-001. Reason: The scene is cut."
    with pytest.raises(UsesError, match="already"):
        withdraw(actor=world.party(world.ana), at=AT, use=own, revision=done.revision, reason="x")
    draft = world.draft(None, world.bo)
    other = submit(actor=world.party(world.bo), at=AT, draft_id=draft.id, revision=1)
    withdraw(actor=world.party(world.ana), at=AT, use=other, revision=other.revision, reason="x")


def test_two_who_act_on_a_use_at_once_do_one_thing(world: World) -> None:
    use = world.submit()
    cy, ana = world.party(world.contact), world.party(world.ana)
    raised = together(
        lambda: call_up(actor=cy, at=AT, use=use, revision=use.revision, reason="x"),
        lambda: withdraw(actor=ana, at=AT, use=use, revision=use.revision, reason="x"),
    )
    assert [type(each) for each in raised] == [StaleError]
    kinds = [line.type for line in ledger.history(world.production.id, limit=100)]
    assert ("use.withdrawn" in kinds) != ("notice.called_up" in kinds)


def test_a_use_that_was_called_up_stays_in_review_whatever_its_answers_become(
    world: World,
) -> None:
    use = world.submit()
    call_up(actor=world.party(world.contact), at=AT, use=use, revision=use.revision, reason="x")
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    again = submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=1)
    assert (again.state, again.outcome, again.versions_count) == ("in_review", "notify", 2)
    first, second = OutboxMessage.objects.filter(kind="notice").order_by("created_at", "pk")
    if second.parameters["version"] == "1":
        first, second = second, first
    assert "Nothing else is asked of you." in str(USE_LETTERS["notice"](first.parameters))
    told = str(USE_LETTERS["notice"](second.parameters))
    assert "Version 2 of U-001 was declared in Lantern." in told
    assert "It was called up, and stays in review." in told
    assert "Nothing else is asked of you." not in told


def changed(use: Use) -> list[Changed]:
    return list(difference(read(use, 1), read(use, 2)))


def test_versions_are_told_apart_answer_by_answer(world: World) -> None:
    use = world.submit()
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    row = attachments.attach(
        draft_id=draft.id,
        author=world.ana,
        at=AT,
        chunks=[b"Consent"],
        name="consent.txt",
        kind="evidence",
        record={"kind": "use_consent", "subject": "Mara Lind", "acts": ["replica"]},
    )
    kept = world.keep(
        draft,
        world.ana,
        "a",
        2,
        Change("answer", "use.title", "Storm moods"),
        Change("not_sure", "use.misleads"),
        Change("answer", "inputs[0].sensitivity", "sensitive"),
        Change("add", "inputs", {"name": "Photographs", "kind": "still"}),
        Change("not_sure", "references"),
        Change("remove", "outputs[0]"),
        Change("add", "outputs", {"name": "Film", "destination": "pitch"}),
    )
    assert not kept.problems
    use = submit(
        actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=kept.draft.revision
    )
    found = changed(use)
    answers = [each for each in found if each.section == "answers"]
    assert (
        Changed(
            "answers", "changed", "Short title", "", "Mood board for the harbour set", "Storm moods"
        )
        in answers
    )
    told = {(each.kind, each.title, each.subject): (each.before, each.after) for each in answers}
    assert told["changed", "An audience may take it for real", ""] == ("no", "not sure")
    assert told["changed", "How sensitive it is", "Prompt"][1].startswith("Unreleased footage")
    assert told["added", "input", "Photographs"] == (
        "",
        "Name of the input: Photographs; Kind: Production still or photograph",
    )
    assert told["changed", "Works, names and styles referred to", ""] == ("none", "not sure")
    assert told["changed", "Name of the output", "Film"] == ("Images", "Film")
    (outcome,) = [each for each in found if each.section == "outcome"]
    assert (outcome.before, outcome.after) == ("Notify", "Needs approval")
    (paper,) = [each for each in found if each.section == "evidence"]
    assert (paper.kind, paper.title, paper.subject) == ("added", "use consent", "Mara Lind")
    assert paper.after == "consent.txt (acts: replica)"
    findings = {each.kind for each in found if each.section == "findings"}
    assert findings == {"added"}
    back = list(difference(read(use, 2), read(use, 1)))
    assert sorted((each.section, each.before, each.after) for each in back) == sorted(
        (each.section, each.after, each.before) for each in found
    )
    assert row.record["subject"] == "Mara Lind"


def test_a_version_without_a_change_differs_in_nothing(world: World) -> None:
    use = world.submit()
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    use = submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=1)
    assert changed(use) == []


def test_an_item_with_another_name_at_the_same_place_is_the_same_item(world: World) -> None:
    use = world.submit()
    draft = starting.start_version(author=world.ana, use=use, at=AT)
    world.keep(draft, world.ana, "a", 1, Change("answer", "outputs[0].name", "Pictures"))
    use = submit(actor=world.party(world.ana), at=AT, draft_id=draft.id, revision=2)
    assert changed(use) == [
        Changed("answers", "changed", "Name of the output", "Pictures", "Images", "Pictures")
    ]
