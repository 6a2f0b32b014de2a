"""The buttons beside a question: choosing between two answers, and asking a colleague."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages

from clearslate.kit.ids import id_in
from clearslate.policy.errors import DeclarationError
from clearslate.ui.access import Visit
from clearslate.uses import drafts, proposals
from clearslate.uses.errors import UsesError
from clearslate.uses.models import Draft
from clearslate.uses.services.questions import ask_question, revoke_question

Act = Callable[[Visit, Draft, str, str], str]


def acted(visit: Visit, draft: Draft, token: str) -> bool:
    """Carry out the button that was pressed, if it is one of these, and say what became of it."""
    posted = visit.request.POST
    for name, act in _ACTS.items():
        if posted.get(name):
            try:
                messages.info(visit.request, act(visit, draft, posted[name], token))
            except UsesError as error:
                messages.warning(visit.request, str(error))
            except DeclarationError as error:
                messages.warning(visit.request, error.problems[0].message)
            return True
    return False


def _take(visit: Visit, draft: Draft, value: str, token: str) -> str:
    return _settle(visit, draft, value, token, take=True)


def _keep(visit: Visit, draft: Draft, value: str, token: str) -> str:
    return _settle(visit, draft, value, token, take=False)


def _settle(visit: Visit, draft: Draft, value: str, token: str, *, take: bool) -> str:
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise UsesError("Somebody has chosen already. The page shows what stands now.")
    kept = drafts.settle(
        draft_id=draft.id,
        author=visit.user,
        at=visit.at,
        collision_id=int(value),
        take=take,
        page=token,
    )
    if kept.problems:
        return f"Not taken: {kept.problems[0].problems[0].message}"
    return "The other answer was taken." if take else "What stood stays."


def _accept(visit: Visit, draft: Draft, value: str, token: str) -> str:
    kept = proposals.take(
        draft_id=draft.id,
        author=visit.user,
        at=visit.at,
        question_id=id_in(value),
        page=token,
        base=_revision(visit, draft),
    )
    if kept.problems:
        return f"Not taken over: {kept.problems[0].problems[0].message}"
    if kept.collisions:
        return "Somebody answered in the meantime. Choose between the two answers."
    return "Your colleague's answer was taken over."


def _revision(visit: Visit, draft: Draft) -> int:
    text = visit.request.POST.get("base", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else draft.revision


def _aside(visit: Visit, draft: Draft, value: str, token: str) -> str:
    proposals.set_aside(draft_id=draft.id, author=visit.user, at=visit.at, question_id=id_in(value))
    return "Set aside. The draft stays as it is."


def _ask(visit: Visit, draft: Draft, value: str, token: str) -> str:
    row = ask_question(
        actor=visit.party,
        at=visit.at,
        draft_id=draft.id,
        path=value[:120],
        recipient=visit.request.POST.get(f"to:{value}", ""),
    )
    return f"The question goes to {row.recipient}. The answer comes back here as a proposal."


def _revoke(visit: Visit, draft: Draft, value: str, token: str) -> str:
    revoke_question(actor=visit.party, at=visit.at, draft_id=draft.id, question_id=id_in(value))
    return "The question was taken back. Its link opens nothing from now on."


_ACTS: dict[str, Act] = {
    "take": _take,
    "keep": _keep,
    "accept": _accept,
    "aside": _aside,
    "ask": _ask,
    "revoke": _revoke,
}
