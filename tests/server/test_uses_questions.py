"""One question to a colleague: a link that opens it, an answer that waits to be taken over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from clearslate.flows.submitting import submit
from clearslate.kit import outbox
from clearslate.kit.models import OutboxMessage
from clearslate.ledger import selectors as ledger
from clearslate.ledger.parties import Party
from clearslate.policy.errors import DeclarationError
from clearslate.uses import drafts, proposals
from clearslate.uses.changes import Change
from clearslate.uses.colleagues import (
    AskedColleague,
    Proposal,
    may_look,
    proposals_of,
    question_by_token,
    token_of,
)
from clearslate.uses.desk import desk_for
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft, Question
from clearslate.uses.services import questions
from clearslate.uses.services.questions import answer_question, ask_question, revoke_question
from tests.server import smtp
from tests.server.test_uses_drafts import together
from tests.server.uses_world import AT, DAY, MINUTE, World, harmless, make_world, replica

pytestmark = pytest.mark.usefixtures("database", "with_mail")

STORES = "components[0].stores"


@pytest.fixture
def world(database) -> World:
    return make_world()


def ask(world: World, draft: Draft, path: str = STORES, to: str = "Kim@Example.org ") -> Question:
    return ask_question(
        actor=world.party(world.ana), at=AT, draft_id=draft.id, path=path, recipient=to
    )


def reply(row: Question, value: Any, at: Any = AT, **more: Any) -> Question:
    return answer_question(
        actor=Party("colleague", row.id), at=at, token=token_of(row.id), value=value, **more
    )


def opened(row: Question, at: Any = AT) -> AskedColleague | None:
    return question_by_token(token_of(row.id), at)


def seen(world: World, draft: Draft, at: Any = AT) -> list[Proposal]:
    fresh = Draft.objects.select_related("production", "use").get(id=draft.id)
    return proposals_of(fresh, desk_for(world.production, at, draft=fresh), at)


def take(world: World, draft: Draft, row: Question, base: int = 99) -> drafts.Kept:
    return proposals.take(
        draft_id=draft.id, author=world.ana, at=AT, question_id=row.id, page="a", base=base
    )


def test_it_works(world: World, mail_server: smtp.Server) -> None:
    draft = world.draft()
    row = ask(world, draft)
    message = OutboxMessage.objects.get(kind="question")
    assert message.parameters == {"question": row.id, "code_name": "Lantern"}
    assert outbox.deliver(message.id, lambda: AT) == "sent"
    (mail,) = mail_server.messages
    assert (mail["To"], mail["Subject"]) == ("kim@example.org", "Lantern: one question for you")
    text = mail.get_body(("plain",)).get_content()
    assert f"http://127.0.0.1:8000/q/{token_of(row.id)}" in text
    for secret in ("Ana", "Ideograph", "harbour", "Drowned", "store"):
        assert secret not in mail.as_string()
    reply(row, "yes", note=" Since\nMay ")
    (proposal,) = seen(world, draft)
    assert (proposal.words, proposal.state, proposal.question.note) == (
        "Yes",
        "answered",
        "Since May",
    )
    kept = take(world, draft, row)
    assert kept.draft.document["components"][0]["stores"] == "yes"
    assert [each.state for each in seen(world, draft)] == ["settled"]
    told = [line.sentence for line in ledger.history("installation")]
    assert told[-2:] == [
        "Ana asked kim@example.org one question of a draft.",
        "kim@example.org answered a question of a draft.",
    ]


def test_the_link_shows_nothing_but_its_question(world: World) -> None:
    document = replica()
    draft = world.draft(document)
    found = opened(ask(world, draft))
    assert found is not None
    shown = str(asdict(found))
    for secret in ("Mara", "harbour", "103_0410", "Ana", "Drowned", "hold", "lantern"):
        assert secret not in shown
    assert (found.code_name, found.kind, found.subject) == ("Lantern", "yesno", "Ideograph")
    assert found.ask == "Does it store what goes in or what comes out?"
    assert found.answer is None, "not the draft's own answer either"
    assert found.expires_at == AT + timedelta(days=7)


def test_an_answer_may_be_changed_until_it_is_taken_over(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft)
    reply(row, "yes")
    reply(row, "unknown", at=AT + MINUTE)
    found = opened(row)
    assert found is not None
    assert found.answer == "unknown"
    assert take(world, draft, row).draft.document["components"][0]["stores"] == "unknown"
    assert opened(row) is None
    with pytest.raises(UsesError, match="opens nothing any more"):
        reply(row, "no")
    with pytest.raises(UsesError, match="no answer to take"):
        take(world, draft, row)


def test_the_asker_is_told_of_the_first_answer_only(world: World, mail_server: smtp.Server) -> None:
    draft = world.draft()
    row = ask(world, draft)
    reply(row, "yes")
    reply(row, "no")
    message = OutboxMessage.objects.get(kind="answer_in")
    assert outbox.deliver(message.id, lambda: AT) == "sent"
    mail = mail_server.messages[-1]
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "ana@example.org"
    assert f"http://127.0.0.1:8000/p/lantern/drafts/{draft.id}/" in text


def test_an_answer_set_aside_changes_nothing(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft)
    reply(row, "yes")
    proposals.set_aside(draft_id=draft.id, author=world.ana, at=AT, question_id=row.id)
    assert Draft.objects.get(id=draft.id).document == harmless()
    assert opened(row) is None
    with pytest.raises(UsesError):
        take(world, draft, row)


@pytest.mark.parametrize("how", ["revoked", "expired", "wrong", "dropped", "submitted", "archived"])
def test_a_link_that_is_over_tells_nothing(world: World, how: str) -> None:
    draft = world.draft()
    row = ask(world, draft)
    token, at = token_of(row.id), AT
    ana = world.party(world.ana)
    if how == "revoked":
        revoke_question(actor=ana, at=AT, draft_id=draft.id, question_id=row.id)
        with pytest.raises(UsesError):
            revoke_question(actor=ana, at=AT, draft_id=draft.id, question_id=row.id)
    elif how == "expired":
        at = AT + timedelta(days=7)
    elif how == "wrong":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif how == "dropped":
        drafts.drop(draft_id=draft.id, author=world.ana)
    elif how == "submitted":
        submit(actor=ana, at=AT, draft_id=draft.id, revision=1)
    else:
        world.production.archived_at = AT
        world.production.save()
    assert question_by_token(token, at) is None
    with pytest.raises(UsesError) as caught:
        answer_question(actor=Party("colleague", row.id), at=at, token=token, value="yes")
    assert str(caught.value) == (
        "This link opens nothing any more. Ask whoever sent it for another."
    )


@pytest.mark.parametrize("token", ["", "x" * 10_000, "\0", "\ud800", "☃", "../.."])
def test_a_made_up_token_opens_nothing(world: World, token: str) -> None:
    ask(world, world.draft())
    assert question_by_token(token, AT) is None


def test_a_token_serves_its_own_question_only(world: World) -> None:
    draft = world.draft()
    one, two = ask(world, draft), ask(world, draft, "components[0].trains")
    with pytest.raises(UsesError, match="opens nothing"):
        answer_question(
            actor=Party("colleague", two.id), at=AT, token=token_of(one.id), value="yes"
        )
    with pytest.raises(UsesError, match="opens nothing"):
        answer_question(
            actor=world.party(world.outsider), at=AT, token=token_of(one.id), value="yes"
        )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (STORES, "maybe"),
        (STORES, None),
        (STORES, ["yes"]),
        (STORES, {"a": 1}),
        ("use.work_from", "tomorrow"),
        ("use.media", "image"),
        ("use.media", ["image", "smell"]),
        ("inputs", "Prompt"),
        ("inputs", ["no-such-line"]),
        ("inputs", [["x"]]),
        ("people", ["x" * 121]),
        ("people", [f"P{n}" for n in range(13)]),
        ("use.title", "\0"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(world: World, path: str, value: Any) -> None:
    draft = world.draft(harmless())
    row = ask(world, draft, path)
    with pytest.raises(DeclarationError):
        reply(row, value)
    assert Question.objects.get().answer is None


def test_a_list_question_is_answered_with_names(world: World) -> None:
    draft = world.draft(replica())
    row = ask(world, draft, "people")
    found = opened(row)
    assert found is not None
    assert (found.kind, found.options) == ("list", ())
    reply(row, ["Mara Lind", "Ilan Costa", "Ilan Costa"])
    kept = take(world, draft, row)
    assert [each["who"] for each in kept.draft.document["people"]] == ["Mara Lind", "Ilan Costa"]
    assert kept.draft.document["people"][0] == replica()["people"][0]


def test_a_checklist_is_answered_with_its_lines(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft, "inputs")
    found = opened(row)
    assert found is not None
    assert ("still", "Production still or photograph") in found.options
    reply(row, ["prompt", "still"])
    assert [each.words for each in seen(world, draft)] == ["Prompt, Production still or photograph"]
    kept = take(world, draft, row)
    assert kept.draft.document["inputs"][1:] == [
        {"name": "Production still or photograph", "kind": "still"}
    ]
    assert kept.draft.document["inputs"][0] == harmless()["inputs"][0]


def test_none_of_these_and_not_sure_are_answers_to_a_list(world: World) -> None:
    draft = world.draft(harmless() | {"people": "unknown"})
    row = ask(world, draft, "people")
    reply(row, [])
    assert [each.words for each in seen(world, draft)] == ["none"]
    assert take(world, draft, row).draft.document["people"] == []
    row = ask(world, draft, "references")
    reply(row, "unknown")
    assert take(world, draft, row).draft.document["references"] == "unknown"


def test_a_question_goes_with_its_entry_and_ends_with_it(world: World) -> None:
    draft = world.draft(harmless() | {"people": [{"who": "Mara"}, {"who": "Ilan"}]})
    one = ask(world, draft, "people[0].relation")
    two = ask(world, draft, "people[1].relation")
    reply(two, "stunt")
    world.keep(draft, world.ana, "a", 1, Change("remove", "people[0]"))
    assert opened(one) is None
    found = opened(two)
    assert found is not None
    assert found.subject == "Ilan"
    states = {each.question.id: each.state for each in seen(world, draft)}
    assert states == {one.id: "gone", two.id: "answered"}
    kept = take(world, draft, two)
    assert kept.draft.document["people"] == [{"who": "Ilan", "relation": "stunt"}]


def test_a_question_that_is_not_asked_any_more_opens_nothing(world: World) -> None:
    document = harmless()
    document["use"]["otherwise"] = "not_engaged"
    del document["crafts"]
    draft = world.draft(document)
    row = ask(world, draft, "crafts")
    world.keep(draft, world.ana, "a", 1, Change("answer", "use.otherwise", "nobody"))
    assert opened(row) is None
    with pytest.raises(UsesError, match="not asked any more"):
        ask(world, draft, "crafts")


def test_taking_over_does_not_replace_what_somebody_just_answered(world: World) -> None:
    draft = world.draft(None, world.bo)
    row = ask(world, draft, "use.purpose")
    reply(row, "As the colleague says.")
    world.keep(draft, world.bo, "b", 1, Change("answer", "use.purpose", "As Bo says."))
    kept = take(world, draft, row, base=1)
    (collision,) = kept.collisions
    assert collision.offered["value"] == "As the colleague says."
    assert kept.draft.document["use"]["purpose"] == "As Bo says."


def test_nor_where_the_entry_has_another_place_by_now(world: World) -> None:
    draft = world.draft(harmless() | {"people": [{"who": "Mara"}, {"who": "Ilan"}]}, world.bo)
    row = ask(world, draft, "people[1].relation")
    reply(row, "stunt")
    world.keep(draft, world.bo, "b", 1, Change("remove", "people[0]"))
    world.keep(draft, world.bo, "b", 2, Change("answer", "people[0].relation", "cast"))
    kept = take(world, draft, row, base=1)
    (collision,) = kept.collisions
    assert (collision.path, collision.offered["value"]) == ("people[0].relation", "stunt")
    assert kept.draft.document["people"] == [{"who": "Ilan", "relation": "cast"}]


def test_who_asks_and_whom(world: World, monkeypatch) -> None:
    draft = world.draft()
    with pytest.raises(UsesError, match="is gone"):
        ask_question(
            actor=world.party(world.bo),
            at=AT,
            draft_id=draft.id,
            path=STORES,
            recipient="kim@example.org",
        )
    for address in ("", "kim", "kim@example.org\nBcc: x@y.org", "a@b.c" * 90, "a b@example.org"):
        with pytest.raises(UsesError, match="e-mail address"):
            ask(world, draft, to=address)
    for path in ("use", "use.nothing", "people[4].who", ""):
        with pytest.raises(UsesError, match="not asked any more"):
            ask(world, draft, path)
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 1)
    ask(world, draft)
    with pytest.raises(UsesError, match="no more can be"):
        ask(world, draft)
    assert OutboxMessage.objects.count() == 1


def test_asking_answering_and_looking_are_bounded(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft)
    for _ in range(29):
        ask(world, draft)
    with pytest.raises(UsesError, match="Wait a little"):
        ask(world, draft)
    for _ in range(20):
        reply(row, "yes")
    with pytest.raises(UsesError, match="Wait a little"):
        reply(row, "no")
    assert reply(row, "no", at=AT + timedelta(hours=1)).answer == {"value": "no"}
    looks = [may_look("192.0.2.1", AT) for _ in range(61)]
    assert looks == [True] * 60 + [False]
    assert may_look("192.0.2.2", AT)


def test_the_answer_and_the_taking_of_it_at_once_are_whole(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft)
    reply(row, "yes")
    raised = together(
        lambda: take(world, draft, row), lambda: reply(row, "no"), lambda: take(world, draft, row)
    )
    assert {type(each) for each in raised} <= {UsesError}
    assert 1 <= len(raised) <= 2
    taken = Draft.objects.get(id=draft.id).document["components"][0]["stores"]
    assert taken == Question.objects.get().answer["value"]


def test_nothing_of_a_draft_is_told_in_the_log_of_the_production(world: World) -> None:
    draft = world.draft()
    row = ask(world, draft)
    reply(row, "yes", at=AT + DAY)
    kinds = {line.type for line in ledger.history(world.production.id)}
    assert not {kind for kind in kinds if kind.startswith("question.")}
