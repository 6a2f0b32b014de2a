"""Check your answers: everything that was declared, the assessment, and the button that submits."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.flows.submitting import submit
from clearslate.policy.errors import CaseError
from clearslate.policy.interview import State
from clearslate.policy.render.words import ORDER
from clearslate.ui.access import Visit, production_page
from clearslate.ui.assessment import shown
from clearslate.ui.views.declare.interview import context_of, number_in, own_draft, page_of
from clearslate.ui.views.declare.lines import html_id
from clearslate.ui.views.declare.page import Page, Place
from clearslate.ui.views.declare.words import answer_of
from clearslate.uses.attachments import attachments_of
from clearslate.uses.errors import NobodyToldError, StaleError, SubmittedError, UsesError
from clearslate.uses.models import Draft
from clearslate.uses.standing import call_ups_of

#: What the button does, by outcome; what it says is what happens.
BUTTONS = {
    "notify": "Submit, and tell the platform contact",
    "approval": "Submit for review",
    "hold": "Submit on hold",
    "not_a_use": "Record that this is not a use",
}
_NEXT = {
    "notify": "Then: the platform contact is told by e-mail at once. Nobody has to approve.",
    "approval": "Then: the reviewers named below decide. You see on the use's page who has it.",
    "hold": "Then: the use waits for what is missing. You see on its page what that is.",
    "not_a_use": "Then: it stands on record that no rule applies. Nobody has to approve.",
}
_STAYS = "Then: the use stays in review, because it was called up."
_TOLD = " The platform contact is told of this version by e-mail at once."
STATEMENT = "I declare this to my knowledge, and where I was not sure I said so."


@production_page(Action.DECLARE)
def check(visit: Visit, draft_id: str) -> HttpResponse:
    """Show everything that was declared; or submit it as it was shown."""
    if visit.request.method != "POST":
        return _page(visit, own_draft(visit, draft_id))
    try:
        use = submit(
            actor=visit.party,
            at=visit.at,
            draft_id=draft_id,
            revision=number_in(visit.request, "revision", 0),
        )
    except SubmittedError as error:
        use = error.use
    except (NobodyToldError, StaleError, CaseError) as error:
        return _page(visit, own_draft(visit, draft_id), wrong=str(error), status=422)
    except UsesError:
        raise Http404 from None
    return HttpResponseRedirect(reverse("use", args=(visit.production.slug, use.number)))


def _page(visit: Visit, draft: Draft, *, wrong: str = "", status: int = 200) -> HttpResponse:
    page = page_of(visit, draft, Place())
    answers = declared(page)
    context = {
        **context_of(visit, draft, page),
        "declared": answers,
        "unsaid": [r for _, rows in answers for r in rows if r["open"] or r["unsure"]],
        "what_next": _what_next(draft, page.panel.outcome),
        "button": BUTTONS[page.panel.outcome],
        "statement": STATEMENT,
        "wrong": wrong,
        "attached": attachments_of(draft),
        **_in_full(page),
    }
    return render(visit.request, "declare/check.html", context, status=status)


def _what_next(draft: Draft, outcome: str) -> str:
    """What submitting does; a use that was called up stays in review whatever its answers say."""
    if draft.use is None or outcome in ("approval", "hold") or not call_ups_of(draft.use):
        return _NEXT[outcome]
    return _STAYS + (_TOLD if outcome == "notify" else "")


def _in_full(page: Page) -> dict[str, Any]:
    """The assessment, as the page of a submitted use shows it."""
    seen = shown(page.assessed, page.desk.case(page.document))
    sections = seen.sections
    return {
        "shown": seen,
        "outcomes": ORDER,
        "before": [sections.get(name) for name in ("missing", "deciders", "duties")],
        "after": [sections.get("conditions")],
    }


def declared(page: Page) -> list[Any]:
    """Every question of every section, with its answer in words."""
    found = []
    for section in page.sections:
        rows = [
            {
                "asked": asked,
                "number": page.numbers[asked.path],
                "step": step.key,
                "words": asked.on_file or answer_of(asked, page.interview.schema),
                "open": asked.state is State.OPEN,
                "unsure": asked.answer == "unknown",
                "id": html_id(asked.path),
            }
            for step in section.steps
            for asked in page.asked_in(step)
        ]
        if rows:
            found.append((section, rows))
    return found
