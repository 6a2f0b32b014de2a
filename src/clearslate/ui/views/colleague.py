"""The page behind a colleague's link: one question, and nothing else.

Nobody is signed in here, and opening the page answers nothing. A link that opens nothing any more
does not say why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import Party
from clearslate.policy.declaration.schema import UNKNOWN
from clearslate.policy.errors import DeclarationError
from clearslate.ui.forms.answers import names_in
from clearslate.uses.colleagues import COLLEAGUE, AskedColleague, may_look, question_by_token
from clearslate.uses.errors import UsesError
from clearslate.uses.services.questions import answer_question

# The address goes to no other host. With “no-referrer” a browser would send the form without its
# origin, and the form would be refused.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
_LONGEST_TOKEN = 100
_WAIT = "Too many links were opened from here. Wait ten minutes, then try again."


def _secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let no cache, search engine or other site learn of the address."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return answer


@_secret
def question(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question of a link; or take an answer to it."""
    at = system_clock()
    if not may_look(request.META.get("REMOTE_ADDR", ""), at):
        return render(request, "declare/colleague_closed.html", {"wait": _WAIT}, status=429)
    asked = question_by_token(token, at) if len(token) <= _LONGEST_TOKEN else None
    if asked is None:
        return render(request, "declare/colleague_closed.html", status=404)
    if request.method != "POST":
        return _page(request, asked)
    value = value_in(request.POST, asked)
    if value is None:
        return _page(request, asked, wrong="Choose an answer, or “Not sure”.", status=422)
    note = request.POST.get("note", "")
    try:
        answer_question(
            actor=Party(COLLEAGUE, asked.id), at=at, token=token, value=value, note=note
        )
    except DeclarationError as error:
        problem = error.problems[0]
        wrong = f"{problem.message} {problem.suggestion}".strip()
        return _page(request, asked, wrong=wrong, status=422)
    except UsesError as error:
        return _page(request, asked, wrong=str(error), status=422)
    return render(request, "declare/colleague_done.html", {"asked": asked})


def value_in(posted: Any, asked: AskedColleague) -> Any:
    """The answer that a form holds, as a file has it; None where it holds none."""
    text = posted.get("answer", "").replace("\r\n", "\n").strip()
    several = asked.kind in ("many", "list", "names")
    if several and asked.options:
        given: Any = posted.getlist("answer")
    elif several:
        given = names_in(text)
    elif asked.kind in ("whole", "seconds") and text.isascii() and text.isdigit():
        given = int(text[:15])
    else:
        given = text
    if given:
        return UNKNOWN if given in (UNKNOWN, [UNKNOWN]) else given
    special = posted.get("special", "")
    if special == "none" and several and not asked.needs_one:
        return []
    return UNKNOWN if special == UNKNOWN else None


def _page(
    request: HttpRequest, asked: AskedColleague, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    several = asked.kind in ("many", "list", "names")
    sent = request.method == "POST"
    given = request.POST.getlist("answer") if sent else _as_texts(asked.answer)
    context = {
        "asked": asked,
        "why": asked.why[:1].lower() + asked.why[1:],
        "several": several,
        "takes_none": several and not asked.needs_one,
        "given": given,
        "text": "\n".join(given) if UNKNOWN not in given else "",
        "special": request.POST.get("special", "") if sent else _special(asked.answer),
        "note": request.POST.get("note", "") if sent else asked.note,
        "wrong": wrong,
    }
    return render(request, "declare/colleague.html", context, status=status)


def _as_texts(answer: Any) -> list[str]:
    if answer is None:
        return []
    return [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]


def _special(answer: Any) -> str:
    return UNKNOWN if answer == UNKNOWN else "none" if answer == [] else ""
