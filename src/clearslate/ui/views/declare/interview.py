"""The interview of a draft, as a page: one card at a time, or a whole section at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime

from clearslate.accounts.permissions import Action
from clearslate.kit.ids import new_id
from clearslate.policy.interview import Asked, Interview, Journey, State
from clearslate.policy.pack.model import Card
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.answers import asked_at, changes_in, fields_in, removals_in
from clearslate.ui.views.declare.acts import acted
from clearslate.ui.views.declare.gone import titles_gone
from clearslate.ui.views.declare.lower import ways_of
from clearslate.ui.views.declare.notes import waiting_of
from clearslate.ui.views.declare.page import GUIDED, WHOLE, Page, Place
from clearslate.uses import drafts
from clearslate.uses.changes import Change, with_entry
from clearslate.uses.desk import Desk, desk_for
from clearslate.uses.entries import use_number
from clearslate.uses.errors import UsesError
from clearslate.uses.merging import Refused
from clearslate.uses.models import Draft
from clearslate.uses.selectors import draft_of

_COOKIE = "declare_by"
_YEAR = 365 * 86_400
#: Questions that one form can be about; no page has more.
MOST_ASKED = 400
_MOVES = ("add", "items", "none")


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
    return Page(draft.document, desk, place, label, waiting_of(draft), visit.at, **refused)


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
        response.set_cookie(
            _COOKIE,
            place.by,
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=visit.request.is_secure(),
        )
    return response


def base_of(visit: Visit, draft: Draft) -> str:
    """The address of a draft."""
    return str(reverse("draft", args=(visit.production.slug, draft.id)))


def show(visit: Visit, draft: Draft, page: Page, token: str, status: int = 200) -> HttpResponse:
    """The whole page."""
    context = {**context_of(visit, draft, page), "token": token}
    if visit.request.GET.get("ways") == "1":
        context["ways"] = ways_of(page.desk, page.document)
    return render(visit.request, "declare/draft.html", context, status=status)


def context_of(visit: Visit, draft: Draft, page: Page) -> dict[str, Any]:
    """What the templates of the page and of its fragments read."""
    return {
        "page": page,
        "draft": draft,
        "state": page.waiting.state if page.waiting else "",
        "stores": True,
        "base": base_of(visit, draft),
        "slug": visit.production.slug,
        "errors": page.wrong,
        "back": visit.request.POST.get("back", visit.request.GET.get("back", "")),
        "next_label": next_label(page),
    }


def next_label(page: Page, otherwise: str = "Save and go on") -> str:
    """What the main button does: it leads to the card it names, or does `otherwise`."""
    following = page.journey.next
    if following is None:
        return "Check your answers"
    if page.place.by == WHOLE:
        title = page.next_section.title if page.next_section else ""
    else:
        title = following.card.title if following.key != page.place.step else ""
    return f"Next: {title[:1].lower()}{title[1:]}" if title else otherwise


def _keep(visit: Visit, draft: Draft) -> HttpResponse:
    request = visit.request
    place = place_in(request)
    shown = request.POST.getlist("asked")[:MOST_ASKED]
    kept = keep_changes(visit, draft.id, shown)
    after = page_of(visit, kept.draft, place, desk=kept.desk)
    if kept.problems:
        errors = errors_of(kept.problems)
        sent = {path: fields_in(request.POST, path) for path in errors}
        again = page_of(visit, kept.draft, place, desk=kept.desk, sent=sent, errors=errors)
        return show(visit, kept.draft, again, token_in(request), status=422)
    for text in told_of(kept, after):
        messages.info(request, text)
    if acted(visit, kept.draft, token_in(request)):
        return HttpResponseRedirect(f"{base_of(visit, draft)}{place.query}")
    return HttpResponseRedirect(_onwards(visit, draft, after, shown))


def keep_changes(visit: Visit, draft_id: str, shown: Sequence[str]) -> drafts.Kept:
    """Keep what a page changed; there is no such page once the draft is gone."""

    def changes(desk: Desk, document: Mapping[str, Any]) -> list[Change]:
        if desk.facts["production"]["id"] != visit.production.slug:
            raise Http404  # it is a draft of another production; nothing was changed yet
        interview = desk.interview
        journey = interview.journey(document)
        return changes_on(interview, journey, visit.request.POST, shown, before=document)

    try:
        return drafts.keep(
            draft_id=draft_id,
            author=visit.user,
            at=visit.at,
            base=number_in(visit.request, "base", 0),
            page=token_in(visit.request),
            changes=changes,
        )
    except UsesError:
        raise Http404 from None


def told_of(kept: drafts.Kept, page: Page) -> list[str]:
    """What is told once some answers were kept: what was taken back, and what others answered."""
    told = taken_back(page.interview, kept.before, kept.draft.document)
    return told + others_told(kept.others, page)


def taken_back(
    interview: Interview, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """What is told of answers that a later answer took back."""
    gone = ", ".join(f"“{title}”" for title in titles_gone(interview.schema, before, after))
    return [f"No longer asked, and taken back: {gone}."] if gone else []


def others_told(answered: Sequence[drafts.Answered], page: Page) -> list[str]:
    """Who answered what on other pages, in words."""
    told = []
    for each in answered:
        asked = page.journey.asked(each.path)
        about = f"“{asked.question.ask}”" if asked else "a question"
        told.append(f"{each.by} answered {about} at {localtime(each.at):%H:%M}.")
    return told


def changes_on(
    interview: Interview,
    journey: Journey,
    posted: Any,
    paths: Sequence[str],
    *,
    before: Mapping[str, Any] | None = None,
) -> list[Change]:
    """What a form changes at the questions that it showed.

    Items are counted as the page counted them, so what moves them comes last, the last one first.
    """
    changes: list[Change] = []
    for path in dict.fromkeys(paths):
        found = asked_at(journey, path) or _asked_before(interview, before or {}, path)
        if found is not None:
            changes += changes_in(posted, *found, interview)
    changes += removals_in(posted, interview)
    lists = [change for change in changes if change.act in _MOVES]
    gone = sorted((c for c in changes if c.act == "remove"), key=_index, reverse=True)
    return [c for c in changes if c not in lists and c not in gone] + lists + gone


def _asked_before(
    interview: Interview, document: Mapping[str, Any], path: str
) -> tuple[Asked, Card] | None:
    """A question of an older page about the only entry of a list, which is gone now."""
    part = interview.schema.parts.get(path.partition("[")[0])
    if part is None or part.one:
        return None
    return asked_at(interview.journey(with_entry(document, path, part.max)), path)


def _index(change: Change) -> int:
    return int(change.path.rpartition("[")[2].rstrip("]"))


def errors_of(problems: Sequence[Refused]) -> dict[str, list[str]]:
    """What is wrong, by the path of the question."""
    errors: dict[str, list[str]] = {}
    for each in problems:
        path = (
            each.change.path.partition("[")[0] if each.change.act == "remove" else each.change.path
        )
        told = [f"{p.message} {p.suggestion}".strip() for p in each.problems]
        errors.setdefault(path, []).extend(told)
    return errors


def number_in(request: HttpRequest, name: str, otherwise: int) -> int:
    """A whole number that was sent; another one where it is none."""
    text = request.POST.get(name, request.GET.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def token_in(request: HttpRequest) -> str:
    """The name of the open page that a request comes from."""
    text = request.POST.get("page", request.GET.get("page", ""))
    return text if text.isalnum() and len(text) <= len(new_id()) else new_id()


def _onwards(visit: Visit, draft: Draft, after: Page, shown: Sequence[str]) -> str:
    """Where the form leads: what was asked for, the rest of the card, or what comes next."""
    base = base_of(visit, draft)
    goes = visit.request.POST.get("go", "")
    here = f"{base}{after.place.query}"
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
    if goes == "check" or visit.request.POST.get("back") == "check":
        return _check(visit, draft)
    return _next(visit, draft, base, after)


def _next(visit: Visit, draft: Draft, base: str, after: Page) -> str:
    following = after.journey.next
    if after.place.by == WHOLE:
        target = after.next_section
        return f"{base}?section={target.key}" if target else _check(visit, draft)
    if following and following.key == after.wanted.step:
        keys = [step.key for step in after.journey.steps if step.state is State.OPEN]
        rest = keys[keys.index(following.key) + 1 :]
        return f"{base}?step={rest[0]}" if rest else _check(visit, draft)
    return f"{base}?step={following.key}" if following else _check(visit, draft)


def _check(visit: Visit, draft: Draft) -> str:
    return reverse("draft_check", args=(visit.production.slug, draft.id))
