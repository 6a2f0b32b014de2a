"""Letters about deciding say who is asked for what, and no word that anybody wrote."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from clearslate.accounts.parties import party_of
from clearslate.clearance.acts import acts_asked
from clearslate.clearance.models import Review
from clearslate.clearance.services.talking import answer, ask
from clearslate.kit import outbox
from clearslate.kit.models import OutboxMessage
from clearslate.notify.deciding_letters import DECIDING_LETTERS
from clearslate.notify.letters import LETTERS
from clearslate.uses.models import Use
from tests.server import smtp
from tests.server.deciding import APPROVAL, AT, DAY, Deciding, deciding

pytestmark = pytest.mark.usefixtures("database", "with_mail")

SECRET = "Mara dies in 107"
USE = "http://127.0.0.1:8000/p/saltbox-s2/uses/1/"
SOURCE = Path(__file__).parents[2] / "src" / "clearslate"


@pytest.fixture
def here(database: Any) -> Deciding:
    return deciding()


def delivered(mail_server: smtp.Server, kind: str) -> EmailMessage:
    row = OutboxMessage.objects.filter(kind=kind).latest("created_at")
    assert outbox.deliver(row.id, lambda: AT + DAY) == "sent"
    return mail_server.messages[-1]


def body(mail: EmailMessage) -> str:
    """Both forms, with one line for each paragraph; nothing that anybody wrote is in either."""
    forms = [mail.get_body((form,)).get_content() for form in ("plain", "html")]
    for form in (*forms, mail.as_string()):
        assert SECRET not in form
        assert "Vannick" not in form
        assert "reviewer" not in form
    assert "U-001 of Saltbox" in forms[1]
    return forms[0]


def test_the_declarant_is_told_once_everybody_has_decided(
    here: Deciding, mail_server: smtp.Server
) -> None:
    use = here.series.submit(APPROVAL)
    for area in use.areas:
        assert not OutboxMessage.objects.filter(kind="decided").exists()
        here.decide(use, area, note=SECRET)
    mail = delivered(mail_server, "decided")
    assert (mail["To"], mail["Subject"]) == (
        "coordinator@saltbox-s2.example",
        "Saltbox U-001: go-ahead",
    )
    said = body(mail)
    assert "has the go-ahead: the work may be done as it was declared." in said
    assert "Before it may stay in, somebody looks at the result. Send it:" in said
    assert said.endswith(f"{USE}\r\n")


def test_the_declarant_is_told_at_once_of_a_refusal(
    here: Deciding, mail_server: smtp.Server
) -> None:
    use = here.series.submit(APPROVAL)
    here.decide(use, use.areas[0], "declined", note=SECRET)
    mail = delivered(mail_server, "decided")
    assert mail["Subject"] == "Saltbox U-001: declined"
    assert "Submit a new version, or withdraw it:" in body(mail)


def test_a_question_and_its_answer(here: Deciding, mail_server: smtp.Server) -> None:
    use = here.series.submit(APPROVAL)
    review = Review.objects.filter(use=use).first()
    asks, knows = here.reviewers[review.area], here.people["director"]
    query = ask(
        actor=party_of(asks),
        at=AT,
        review_id=review.id,
        read=here.read(review),
        to=knows,
        text=SECRET,
    )
    mail = delivered(mail_server, "asked_about")
    assert (mail["To"], mail["Subject"]) == (knows.email, "Saltbox U-001: a question for you")
    assert f"{USE}#thread" in body(mail)
    answer(actor=party_of(knows), at=AT, query_id=query.id, text=SECRET)
    mail = delivered(mail_server, "answered_about")
    assert mail["To"] == asks.email
    assert f"{USE}review/" in body(mail)


def test_results_are_told_to_who_looks_and_to_who_sent(
    here: Deciding, mail_server: smtp.Server
) -> None:
    use = here.approve_all(here.series.submit(APPROVAL))
    here.send(use, *acts_asked(use, ()).results)
    assert f"{USE}results/" in body(delivered(mail_server, "results_sent"))
    here.look(Use.objects.get(), note=SECRET)
    mail = delivered(mail_server, "results_looked_at")
    assert mail["To"] == "coordinator@saltbox-s2.example"
    assert f"{USE}results/" in body(mail)


@pytest.mark.parametrize("state", ["go_ahead", "cleared", "declined", "not_a_use"])
@pytest.mark.parametrize("waits_for", ["", "result", "look", "legal_review", "rights"])
def test_whatever_was_decided_there_is_a_letter(state: str, waits_for: str) -> None:
    parameters = {"code_name": "Saltbox", "number": "U-001", "path": "/p/x/uses/1/"}
    letter = DECIDING_LETTERS["decided"]({**parameters, "state": state, "waits_for": waits_for})
    assert letter.subject.startswith("Saltbox U-001: ")
    assert letter.text.rstrip().endswith("/p/x/uses/1/")


def test_every_kind_of_message_has_its_letter() -> None:
    found = {kind for path in SOURCE.rglob("*.py") for kind in kinds_in(path)}
    assert {"notice", "decided", "results_sent", "suspended"} <= found
    assert found <= set(LETTERS)


def kinds_in(path: Path) -> Iterator[str]:
    """The kinds that a module puts into the outbox, by itself or through a function of its own."""
    tree = ast.parse(path.read_text())
    passed_on = {"write_to"}  # what clearance writes its letters with
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        for call in calls(function, "put"):
            (kind,) = [each.value for each in call.keywords if each.arg == "kind"] or [None]
            if isinstance(kind, ast.Constant):
                yield kind.value
            elif isinstance(kind, ast.Name):
                passed_on.add(function.name)
    for name in passed_on:
        for call in calls(tree, name):
            if call.args and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for each in ast.walk(tree):
        if isinstance(each, ast.Call):
            called = each.func
            if getattr(called, "attr", getattr(called, "id", "")) == name:
                yield each
