"""One duty: what it is, and the forms that do something with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from clearslate.accounts.models import User
from clearslate.accounts.permissions import Action
from clearslate.duties.changing import may_keep
from clearslate.duties.errors import DutiesError, StaleError
from clearslate.duties.models import Duty
from clearslate.duties.selectors import duty_of
from clearslate.duties.services.duties import (
    assign_duty,
    do_duty,
    move_duty,
    reopen_duty,
    waive_duty,
)
from clearslate.productions.selectors import people_with
from clearslate.ui import dates
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.duties import (
    AssignForm,
    DoneForm,
    MoveForm,
    ReopenForm,
    WaiveForm,
    say,
)
from clearslate.ui.seen import seen as seen_text
from clearslate.ui.views.duties.table import day_words, shown
from clearslate.ui.views.productions import read_or_write
from clearslate.uses.entries import use_number
from clearslate.uses.reading import ENDED


class _Act(NamedTuple):
    """Something that can be done with a duty."""

    title: str
    button: str
    form: type[forms.Form]
    service: Callable[..., Duty]
    said: str


_ACTS = {
    "done": _Act("It is done", "Mark it as done", DoneForm, do_duty, "It is marked as done."),
    "assign": _Act("Give it to somebody", "Give it to them", AssignForm, assign_duty, ""),
    "move": _Act("Change its day", "Change the day", MoveForm, move_duty, "Its day is changed."),
    "waive": _Act("It need not be done", "Waive it", WaiveForm, waive_duty, "It is waived."),
    "reopen": _Act("Open it again", "Open it again", ReopenForm, reopen_duty, "It is open again."),
}


@read_or_write
@production_page(Action.SEE_USES)
def duty(visit: Visit, duty_id: str) -> HttpResponse:
    """A duty with everything that is known of it."""
    row = duty_of(visit.party, visit.production, duty_id)
    if row is None:
        raise Http404
    if visit.request.method == "POST":
        return _do(visit, row)
    return _page(visit, row)


def _do(visit: Visit, row: Duty) -> HttpResponse:
    name = visit.request.POST.get("do", "")
    if name not in _ACTS:
        return _page(visit, row, problem="Choose what to do with it.", status=422)
    if name not in _possible(visit, row, any_state=True):
        raise Http404
    act = _ACTS[name]
    people = people_with(visit.production, Action.SEE_USES)
    form = _form(name, row, people, data=visit.request.POST)
    status = 422
    if form.is_valid():
        given = dict(form.cleaned_data)
        if name == "assign":
            given["to"] = next(each for each in people if each.id == given["to"])
        try:
            done = act.service(actor=visit.party, at=visit.at, duty=row, **given)
        except DutiesError as error:
            status = 409 if isinstance(error, StaleError) else 422
            row = duty_of(visit.party, visit.production, row.id) or row
            if status == 409 or name not in _possible(visit, row):
                return _page(visit, row, problem=str(error), status=409)
            say(form, error)
        else:
            said = act.said or f"{done.assigned} has it now."
            messages.success(visit.request, said)
            if name == "done" and visit.request.POST.get("from") == "table":
                return redirect("duties", slug=visit.production.slug)
            return redirect("duty", slug=visit.production.slug, duty_id=row.id)
    return _page(visit, row, wrong=(name, form), status=status)


def _page(
    visit: Visit,
    row: Duty,
    *,
    wrong: tuple[str, forms.Form] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    told = shown(visit, row)
    context = {
        "visit": visit,
        **told,
        "cells": _cells(visit, row, told),
        "acts": _acts(visit, row, wrong),
        "wrong": wrong[1] if wrong else None,
        "problem": problem,
        "over": row.use.state in ENDED or row.state == Duty.State.DROPPED,
    }
    return render(visit.request, "duties/one.html", context, status=status)


def _cells(visit: Visit, row: Duty, told: dict[str, Any]) -> list[Any]:
    day = dates.day(row.day, visit.today) if row.day else "no day"
    near = day_words(row, visit.today) if row.state == Duty.State.OPEN else ""
    return [
        (f"Duty of {use_number(row.use.number)}", seen_text(row.use.title)),
        ("Due", day, near),
        ("Who has it", seen_text(str(row.assigned)), "you" if told["mine"] else ""),
        ("Stands", told["word"].capitalize()),
    ]


def _acts(
    visit: Visit, row: Duty, wrong: tuple[str, forms.Form] | None
) -> list[tuple[str, _Act, forms.Form, bool]]:
    people = people_with(visit.production, Action.SEE_USES)
    found = []
    for name in _possible(visit, row):
        mended = wrong is not None and wrong[0] == name
        form = wrong[1] if wrong and mended else _form(name, row, people)
        found.append((name, _ACTS[name], form, mended or name in ("done", "reopen")))
    return found


def _possible(visit: Visit, row: Duty, *, any_state: bool = False) -> list[str]:
    """What the person may do with a duty as it stands."""
    if not may_keep(visit.actions, visit.user.id, row):
        return []
    keeps = visit.may(Action.KEEP_DUTIES)
    when_open = ["done", "assign", "move", *(["waive"] if keeps else [])]
    again = ["reopen"] if keeps or row.state == Duty.State.DONE else []
    if any_state:
        return [*when_open, "reopen"]
    if row.use.state in ENDED or row.state == Duty.State.DROPPED:
        return []
    return when_open if row.state == Duty.State.OPEN else again


def _form(name: str, row: Duty, people: list[User], *, data: Any = None) -> forms.Form:
    initial = {"revision": row.revision, "to": row.day if name == "move" else row.assigned_id}
    given: dict[str, Any] = {"auto_id": f"{name}-%s", "initial": initial}
    if name == "assign":
        given["people"] = people
    return _ACTS[name].form(data, **given)
