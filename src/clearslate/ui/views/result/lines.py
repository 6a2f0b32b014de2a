"""The lines beside the written approval: what was shown, when, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.holds import holds_of
from clearslate.clearance.judges import declarants
from clearslate.clearance.lines import ANSWERED_BY, RECORDED
from clearslate.clearance.models import Line
from clearslate.clearance.selectors import line_of, lines_of
from clearslate.clearance.services import lines as services
from clearslate.productions.selectors import people_with
from clearslate.ui.access import Visit, production_page
from clearslate.ui.assessment import purpose_of
from clearslate.ui.forms.lines import AnswerLineForm, GrantForm, OpenForm, ShowForm
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.ui.views.use.page import still_of
from clearslate.uses.errors import DamagedError
from clearslate.uses.models import Attachment, State, Use
from clearslate.uses.stored import attached_to, stored

_ASKS = frozenset({Action.DECIDE, Action.REVIEW_LEGALLY, Action.CLEAR_RIGHTS})


@dataclass
class Shown:
    """A line as the page shows it, with the forms that the person may fill in."""

    line: Line
    files: list[Any]
    own: bool
    show_form: ShowForm | None = None
    answer_form: AnswerLineForm | None = None

    @property
    def waits(self) -> bool:
        """Whether the person is the one who is to answer it."""
        return self.own and self.answer_form is not None and not self.line.response


@require_safe
@production_page(Action.SEE_USES)
def lines(visit: Visit, number: int) -> HttpResponse:
    """Every line of a use, with what holds it."""
    use = use_or_404(visit, number)
    return render(visit.request, "result/lines.html", context_of(visit, use))


@require_POST
@production_page(Action.SEE_USES)
def open_(visit: Visit, number: int) -> HttpResponse:
    """Ask for a line that no rule calls for."""
    use = use_or_404(visit, number)
    if not visit.actions & _ASKS:
        raise Http404
    form = OpenForm(visit.request.POST)
    if not form.is_valid():
        context = context_of(visit, use) | {"open_form": form}
        return render(visit.request, "result/lines.html", context, status=422)
    kind = form.cleaned_data["kind"]
    return _act(
        visit,
        use,
        lambda: services.open_line(actor=visit.party, at=visit.at, use=use, kind=kind),
        "It is asked for.",
    )


@require_POST
@production_page(Action.SEE_USES)
def show_line(visit: Visit, number: int, line_id: str) -> HttpResponse:
    """Note what was shown."""
    use = use_or_404(visit, number)
    shown = _shown_or_404(visit, use, line_id)
    if shown.show_form is None:
        raise Http404
    form = ShowForm(visit.request.POST, line=shown.line, files=_files(use))
    if not form.is_valid():
        return _again(visit, use, line_id, show_form=form)
    given = form.cleaned_data
    return _act(
        visit,
        use,
        lambda: services.show(
            actor=visit.party,
            at=visit.at,
            line_id=line_id,
            revision=given["revision"],
            shown=given["shown"],
            files=given["files"],
        ),
        "What was shown is kept.",
        lambda error: _refused(visit, use, line_id, form, error, "show"),
    )


@require_POST
@production_page(Action.SEE_USES)
def answer(visit: Visit, number: int, line_id: str) -> HttpResponse:
    """Answer a line, or write down the answer of whoever was consulted."""
    use = use_or_404(visit, number)
    shown = _shown_or_404(visit, use, line_id)
    if shown.answer_form is None:
        raise Http404
    people = people_with(visit.production, ANSWERED_BY[shown.line.kind])
    form = AnswerLineForm(visit.request.POST, line=shown.line, people=people)
    if not form.is_valid():
        return _again(visit, use, line_id, answer_form=form)
    given = form.cleaned_data
    named = {each.id: each for each in people}
    return _act(
        visit,
        use,
        lambda: services.answer_line(
            actor=visit.party,
            at=visit.at,
            line_id=line_id,
            revision=given["revision"],
            response=given["response"],
            note=given["note"],
            answered_by=None if shown.own else named.get(given["answered_by"]),
        ),
        "The answer is kept.",
        lambda error: _refused(visit, use, line_id, form, error, "answer"),
    )


def context_of(visit: Visit, use: Use) -> dict[str, Any]:
    """What the page of lines shows; that of exceptions is the same page."""
    rows = lines_of(use)
    held = holds_of(use, visit.today)
    grants = visit.may(Action.GRANT_EXCEPTIONS) and visit.user.id not in declarants(use)
    unlifted = [each.held for each in held if each.exception is None]
    ended = use.state in (State.WITHDRAWN, State.DECLINED, State.NOT_A_USE)
    return frame(visit, use) | {
        "production": visit.production,
        "today": visit.today,
        "lines": _own_first([_shown(visit, use, row) for row in rows]),
        "stills": [still_of(each) for each in _files(use) if each.kind == Attachment.Kind.STILL],
        "purpose": _purpose(use),
        "open_form": OpenForm() if visit.actions & _ASKS and not ended else None,
        "held": held,
        "may_grant": visit.may(Action.GRANT_EXCEPTIONS),
        "grant_form": GrantForm(use=use, held=unlifted, initial={"revision": use.revision})
        if grants and unlifted and use.state == State.ON_HOLD
        else None,
        "cells": [
            (f"Use U-{use.number:03d}", use.title),
            ("Lines open", str(sum(not row.response and not row.closed_at for row in rows))),
            ("Holds", str(len(unlifted))),
        ],
    }


def _shown(visit: Visit, use: Use, line: Line) -> Shown:
    own = visit.may(ANSWERED_BY[line.kind])
    files = list(line.shown_files.all())
    found = Shown(line, files, own)
    if line.closed_at is not None or use.state == State.WITHDRAWN:
        return found
    read = {"revision": line.revision}
    if own or visit.may(Action.DECLARE):
        found.show_form = ShowForm(line=line, files=_files(use), initial=read)
    mine = visit.user.id in declarants(use) and line.kind not in RECORDED
    if (own and not mine) or (line.kind in RECORDED and visit.may(Action.DECLARE)):
        people = people_with(visit.production, ANSWERED_BY[line.kind])
        found.answer_form = AnswerLineForm(line=line, people=people, initial=read)
    return found


def _own_first(lines: list[Shown]) -> list[Shown]:
    """What the person is asked for stands at the top; the rest keeps its order."""
    return sorted(lines, key=lambda each: not each.waits)


def _purpose(use: Use) -> str:
    """What the newest version says of what it is for."""
    try:
        found = stored(use, use.versions_count)
    except DamagedError:
        return ""  # The page of the use says what is wrong; an answer can be given all the same.
    return purpose_of(found.case) if found else ""


def _files(use: Use) -> list[Any]:
    return attached_to(use.versions.get(number=use.versions_count))


def _shown_or_404(visit: Visit, use: Use, line_id: str) -> Shown:
    line = line_of(use, line_id)
    if line is None:
        raise Http404
    return _shown(visit, use, line)


def _again(visit: Visit, use: Use, line_id: str, status: int = 422, **forms: Any) -> HttpResponse:
    """The page with a form as it was sent."""
    context = context_of(visit, use)
    for each in context["lines"]:
        if each.line.id == line_id:
            for name, form in forms.items():
                setattr(each, name, form)
    return render(visit.request, "result/lines.html", context, status=status)


def _refused(
    visit: Visit, use: Use, line_id: str, form: Any, error: ClearanceError, which: str
) -> HttpResponse:
    form.add_error(None, str(error))
    status = 409 if isinstance(error, StaleError) else 422
    return _again(visit, use, line_id, status, **{f"{which}_form": form})


def _act(
    visit: Visit,
    use: Use,
    act: Callable[[], object],
    done: str,
    refused: Callable[[ClearanceError], HttpResponse] | None = None,
) -> HttpResponse:
    try:
        act()
    except ClearanceError as error:
        if refused is not None:
            return refused(error)
        context = context_of(visit, use) | {"problem": str(error)}
        return render(visit.request, "result/lines.html", context, status=409)
    messages.info(visit.request, done)
    return HttpResponseRedirect(reverse("use_lines", args=[visit.production.slug, use.number]))
