"""Privileged notes: for an organisation's lawyers; to everybody else their pages do not exist.

No cache keeps these pages, not even the browser's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from clearslate.accounts.permissions import Action
from clearslate.privileged.errors import PrivilegedError, StaleError
from clearslate.privileged.notes import amend, may_remove, remove, switch, write
from clearslate.privileged.readers import readers_of
from clearslate.privileged.selectors import Read, note_of, notes_on, switched, uses_noted
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.privileged import NoteForm, RemoveForm, SwitchForm
from clearslate.ui.seen import seen
from clearslate.ui.views.productions import posted, read_or_write
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.models import Use

View = Callable[..., HttpResponse]


def _kept_nowhere(view: View) -> View:
    """Have the answer stored by no cache."""

    @wraps(view)
    def answer(visit: Visit, **kwargs: Any) -> HttpResponse:
        response = view(visit, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


@read_or_write
@production_page(Action.KEEP_PRIVILEGED_NOTES)
@_kept_nowhere
def overview(visit: Visit) -> HttpResponse:
    """Whether one's organisation keeps notes here, and on which uses; or switch them."""
    form = SwitchForm(posted(visit.request))
    if form.is_valid():
        on = form.cleaned_data["on"]
        switch(user=visit.user, at=visit.at, production=visit.production, on=on)
        return HttpResponseRedirect(reverse("privileged", args=[visit.production.slug]))
    context = {
        **_shared(visit),
        "noted": uses_noted(visit.user, visit.production),
        "cells": [
            ("Privileged notes", visit.production.code_name),
            ("They belong to", visit.user.organisation.name),
        ],
    }
    return render(visit.request, "privileged/overview.html", context, status=_status(form))


@read_or_write
@production_page(Action.KEEP_PRIVILEGED_NOTES)
@_kept_nowhere
def on_use(visit: Visit, number: int) -> HttpResponse:
    """The notes of one's organisation on a use; or write one."""
    use = use_or_404(visit, number)
    form = NoteForm(posted(visit.request))
    if form.is_valid():
        try:
            note = write(user=visit.user, at=visit.at, use=use, text=form.cleaned_data["text"])
        except PrivilegedError as error:
            form.add_error("text", str(error))
        else:
            return HttpResponseRedirect(f"{_address(visit, use)}#note-{note.id}")
    context = _context(visit, use) | {"form": form, "notes": notes_on(visit.user, use)}
    return render(visit.request, "privileged/use.html", context, status=_status(form))


@read_or_write
@production_page(Action.KEEP_PRIVILEGED_NOTES)
@_kept_nowhere
def note(visit: Visit, number: int, note_id: str) -> HttpResponse:
    """One note with its older wordings; or word it anew."""
    use = use_or_404(visit, number)
    found = _note_or_404(visit, use, note_id)
    form = NoteForm(posted(visit.request), initial=_read(found))
    status = 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            amend(user=visit.user, at=visit.at, note=found.note, use=use, **given)
        except StaleError as error:
            status, found = 409, _note_or_404(visit, use, note_id)
            form = _again(form, found, error)
        except PrivilegedError as error:
            form.add_error("text", str(error))
        else:
            return HttpResponseRedirect(f"{_address(visit, use)}#note-{note_id}")
    context = _context(visit, use) | {"form": form, "note": found}
    context["may_remove"] = may_remove(visit.user, visit.production, found.note)
    return render(visit.request, "privileged/note.html", context, status=_status(form, status))


@read_or_write
@production_page(Action.KEEP_PRIVILEGED_NOTES)
@_kept_nowhere
def removal(visit: Visit, number: int, note_id: str) -> HttpResponse:
    """Ask whether a note is to go for good; or remove it."""
    use = use_or_404(visit, number)
    found = _note_or_404(visit, use, note_id)
    form = RemoveForm(posted(visit.request), initial=_read(found))
    status, problem = 200, ""
    if form.is_valid():
        try:
            remove(user=visit.user, note=found.note, use=use, revision=_revision(form))
        except PrivilegedError as error:
            status, problem = (409 if isinstance(error, StaleError) else 422), str(error)
            found = _note_or_404(visit, use, note_id)
            form = RemoveForm(initial=_read(found))
        else:
            return HttpResponseRedirect(_address(visit, use))
    context = _context(visit, use) | {"form": form, "note": found, "problem": problem}
    context["may_remove"] = may_remove(visit.user, visit.production, found.note)
    return render(visit.request, "privileged/remove.html", context, status=_status(form, status))


def _note_or_404(visit: Visit, use: Use, note_id: str) -> Read:
    found = note_of(visit.user, use, note_id)
    if found is None:
        raise Http404
    return found


def _read(found: Read) -> dict[str, Any]:
    return {"text": found.newest.text, "revision": found.note.revision}


def _revision(form: forms.Form) -> int:
    return int(form.cleaned_data["revision"])


def _again(form: NoteForm, found: Read, error: StaleError) -> NoteForm:
    """The form with what was typed, ready to be sent over the wording that stands now."""
    again = NoteForm(
        {"text": form.cleaned_data["text"], "revision": found.note.revision}, initial=_read(found)
    )
    again.add_error("text", f"{error} It is shown above. What you typed is still here.")
    return again


def _status(form: forms.Form, status: int = 200) -> int:
    return 422 if form.errors and status == 200 else status


def _address(visit: Visit, use: Use) -> str:
    return reverse("use_privileged", args=[visit.production.slug, use.number])


def _shared(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit,
        "switched": switched(visit.user, visit.production),
        "readers": readers_of(visit.user, visit.production),
        "organisation": visit.user.organisation.name,
        "open": visit.production.archived_at is None,
    }


def _context(visit: Visit, use: Use) -> dict[str, Any]:
    shared = _shared(visit)
    return (
        frame(visit, use)
        | shared
        | {
            "cells": [
                (f"Privileged notes on U-{use.number:03d}", seen(use.title)),
                ("They belong to", shared["organisation"]),
            ],
        }
    )
