"""The interview of a draft, as a page: one card at a time, or a whole section at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.kit.ids import new_id
from clearslate.policy.errors import DeclarationError
from clearslate.policy.interview import Asked, Interview, State
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.answers import Fields, changes_in, fields_in, removals_in
from clearslate.ui.views.declare.common import layout
from clearslate.ui.views.declare.notes import notes_of, state_of
from clearslate.ui.views.declare.page import GUIDED, WHOLE, Page, Place
from clearslate.uses import drafts
from clearslate.uses.changes import Change
from clearslate.uses.desk import desk_for
from clearslate.uses.entries import use_number
from clearslate.uses.models import Draft
from clearslate.uses.selectors import draft_of

_COOKIE = "declare_by"
_YEAR = 365 * 86_400


def own_draft(visit: Visit, draft_id: str) -> Draft:
    """The draft of that id, for one of its authors; there is no such page for anybody else."""
    draft = draft_of(visit.party, visit.production, draft_id)
    if draft is None:
        raise Http404
    return draft


def place_in(request: HttpRequest) -> Place:
    """Where the request says somebody is, and how they like to go through the cards."""
    asked = request.POST if request.method == "POST" else request.GET
    step, section = asked.get("step", "")[:80], asked.get("section", "")[:20]
    by = asked.get("by") or request.COOKIES.get(_COOKIE) or GUIDED
    if not asked.get("by") and (step or section):
        by = WHOLE if section else GUIDED
    return Place(WHOLE if by == WHOLE else GUIDED, step, section)


def page_of(visit: Visit, draft: Draft, place: Place, **refused: Any) -> Page:
    """The page of a draft."""
    desk = refused.pop("desk", None) or desk_for(visit.production, visit.at, draft=draft)
    label = f"Use {use_number(draft.use.number)}, new version" if draft.use else "Draft"
    return Page(draft.document, desk, place, label, notes_of(draft), **refused)


@production_page(Action.DECLARE)
def interview(visit: Visit, draft_id: str) -> HttpResponse:
    """Show where the interview is; or keep what a form sent, and go on."""
    draft = own_draft(visit, draft_id)
    if visit.request.method == "POST":
        return _keep(visit, draft)
    place = place_in(visit.request)
    page = page_of(visit, draft, place)
    if page.journey.next is None and not page.steps:
        return HttpResponseRedirect(_check(visit, draft))
    response = show(visit, draft, page, new_id())
    if visit.request.GET.get("by"):
        response.set_cookie(_COOKIE, place.by, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def show(visit: Visit, draft: Draft, page: Page, token: str, status: int = 200) -> HttpResponse:
    """The whole page."""
    context = {**layout(visit, "uses"), **context_of(visit, draft, page), "token": token}
    return render(visit.request, "declare/draft.html", context, status=status)


def context_of(visit: Visit, draft: Draft, page: Page) -> dict[str, Any]:
    """What the templates of the page and of its fragments read."""
    return {
        "page": page,
        "draft": draft,
        "state": state_of(draft),
        "stores": True,
        "base": reverse("draft", args=(visit.production.slug, draft.id)),
        "slug": visit.production.slug,
        "errors": [
            (line.number, line.asked.question.ask, line.first, line.errors)
            for card in page.cards
            for line in card.lines
            if line.errors
        ],
        "next_label": next_label(page),
    }


def next_label(page: Page) -> str:
    """What the main button does."""
    following = page.journey.next
    if following is None:
        return "Check your answers"
    if page.place.by == GUIDED and following.key != page.place.step:
        return f"Next: {following.card.title[:1].lower()}{following.card.title[1:]}"
    return "Save and go on"


def _keep(visit: Visit, draft: Draft) -> HttpResponse:
    request = visit.request
    place = place_in(request)
    page = page_of(visit, draft, place)
    shown = request.POST.getlist("asked")
    try:
        changes = changes_on(page, request.POST, shown)
        kept = drafts.keep(
            draft_id=draft.id,
            author=visit.user,
            at=visit.at,
            base=number_in(request, "base", draft.revision),
            page=token_in(request),
            changes=changes,
        )
    except DeclarationError as error:
        sent, errors = refused(page, request.POST, shown, error)
        again = page_of(visit, draft, place, desk=page.desk, sent=sent, errors=errors)
        return show(visit, draft, again, token_in(request), status=422)
    after = page_of(visit, kept.draft, place, desk=kept.desk)
    _tell(request, after.interview, kept)
    return HttpResponseRedirect(_onwards(visit, draft, page, after, shown))


def changes_on(page: Page, posted: Any, paths: Sequence[str]) -> list[Change]:
    """What a form changes at the questions that it showed.

    Items are counted as the page counted them, so what moves them comes last, the last one first.
    """
    changes: list[Change] = []
    for step in page.journey.steps:
        for asked in step.questions:
            if asked.path in paths:
                changes += changes_in(posted, asked, step.card, page.interview)
    changes += removals_in(posted, page.interview, page.document)
    lists = [change for change in changes if change.act in _MOVES]
    gone = sorted((c for c in changes if c.act == "remove"), key=_index, reverse=True)
    return [c for c in changes if c not in lists and c not in gone] + lists + gone


_MOVES = ("add", "items", "none")


def _index(change: Change) -> int:
    return int(change.path.rpartition("[")[2].rstrip("]"))


def refused(
    page: Page, posted: Any, paths: Sequence[str], error: DeclarationError
) -> tuple[dict[str, Fields], dict[str, list[str]]]:
    """What was sent, and what is wrong with it, question by question."""
    sent = {path: fields_in(posted, path) for path in paths}
    errors: dict[str, list[str]] = {}
    document: Mapping[str, Any] = page.document
    for path, change in _changes_by_path(page, posted, paths):
        try:
            document = change.on(page.interview, document)
        except DeclarationError as each:
            told = [f"{p.message} {p.suggestion}".strip() for p in each.problems]
            errors.setdefault(path, []).extend(told)
    if not errors:
        told = [f"{p.message} {p.suggestion}".strip() for p in error.problems]
        errors[paths[0] if paths else ""] = told
    return sent, errors


def _changes_by_path(page: Page, posted: Any, paths: Sequence[str]) -> list[tuple[str, Change]]:
    asked_of = {a.path: (a, s.card) for s in page.journey.steps for a in s.questions}
    found: list[tuple[str, Change]] = []
    for path in paths:
        if path in asked_of:
            found += [(path, c) for c in _tried(posted, *asked_of[path], page.interview)]
    return found


def _tried(posted: Any, asked: Asked, card: Any, interview: Interview) -> list[Change]:
    try:
        return changes_in(posted, asked, card, interview)
    except DeclarationError:
        return []


def number_in(request: HttpRequest, name: str, otherwise: int) -> int:
    """A whole number that was sent; another one where it is none."""
    text = request.POST.get(name, request.GET.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def token_in(request: HttpRequest) -> str:
    """The name of the open page that a request comes from."""
    text = request.POST.get("page", request.GET.get("page", ""))
    return text if text.isalnum() and len(text) <= len(new_id()) else new_id()


def _tell(request: HttpRequest, interview: Interview, kept: drafts.Kept) -> None:
    gone = interview.taken_back(kept.before, kept.draft.document)
    if gone:
        messages.info(request, taken_back_words(gone))
    if kept.collisions:
        messages.warning(request, "Somebody else answered at the same time. Choose below.")


def taken_back_words(titles: Sequence[str]) -> str:
    """What is said of answers that a later answer took back."""
    return f"No longer asked, and taken back: {', '.join(f'“{each}”' for each in titles)}."


def _onwards(visit: Visit, draft: Draft, before: Page, after: Page, shown: Sequence[str]) -> str:
    """Where the form leads: what was asked for, the rest of the card, or what comes next."""
    base = reverse("draft", args=(visit.production.slug, draft.id))
    goes = visit.request.POST.get("go", "")
    here = f"{base}{before.place.query}"
    if goes == "stay" or visit.request.POST.get("remove"):
        return here
    collided = {path for path in shown if after.notes.get(path, {}).get("collisions")}
    new = [
        asked
        for step in after.steps
        for asked in after.asked_in(step)
        if asked.state is State.OPEN and asked.path not in shown
    ]
    if new or collided:
        return here
    if goes == "check":
        return _check(visit, draft)
    return _next(visit, draft, base, after)


def _next(visit: Visit, draft: Draft, base: str, after: Page) -> str:
    following = after.journey.next
    if after.place.by == WHOLE:
        open_ = [s for s in after.sections if s.left and s.key != after.section.key]
        later = [s for s in open_ if s.number > after.section.number]
        target = next(iter(later or open_), None)
        return f"{base}?section={target.key}" if target else _check(visit, draft)
    if following and following.key == before_key(after):
        keys = [step.key for step in after.journey.steps if step.state is State.OPEN]
        rest = keys[keys.index(following.key) + 1 :]
        return f"{base}?step={rest[0]}" if rest else _check(visit, draft)
    return f"{base}?step={following.key}" if following else _check(visit, draft)


def before_key(page: Page) -> str:
    """The key of the card that the form was about."""
    return page.wanted.step


def _check(visit: Visit, draft: Draft) -> str:
    return reverse("draft_check", args=(visit.production.slug, draft.id))
