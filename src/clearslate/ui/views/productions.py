"""My productions, a new one, and the settings and calendar of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clearslate.accounts.allowed import installation_actions
from clearslate.accounts.models import Organisation
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action, InstallationAction
from clearslate.accounts.selectors import person_at
from clearslate.flows.calendar import edit_production, set_calendar
from clearslate.kit.clock import system_clock
from clearslate.productions.errors import ProductionsError, StaleError, UnchangedError
from clearslate.productions.particulars import guilds, kinds
from clearslate.productions.selectors import (
    all_organisations,
    calendar_of,
    mine_of,
    next_of,
    people_with,
    today_in,
)
from clearslate.productions.services.production import (
    Newcomer,
    archive_production,
    create_production,
    reopen_production,
)
from clearslate.ui.access import Visit, office_page, production_page, signed_in
from clearslate.ui.forms.productions import (
    DAYS,
    CalendarForm,
    NewProductionForm,
    ParticularsForm,
    say,
)

UNCHANGED = "Nothing was changed."

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The productions that a person belongs to; with none, what to do about it."""
    party = party_of(request.user)
    at = system_clock()
    found = mine_of(party, at)
    at_work = sum(each.production.archived_at is None for each in found)
    words = kinds()
    context = {
        "mine": [
            (each, words.get(each.production.kind, ""), today_in(each.production, at))
            for each in found
        ],
        "answer": f"{at_work} at work"
        + (f", {len(found) - at_work} archived" if at_work < len(found) else ""),
        "may_create": InstallationAction.CREATE_PRODUCTION in installation_actions(party),
    }
    return render(request, "productions/home.html", context)


@read_or_write
@office_page(InstallationAction.CREATE_PRODUCTION)
def new(request: HttpRequest) -> HttpResponse:
    """Create a production, with its first coordinator."""
    there = {each.id: each for each in all_organisations()}
    form = NewProductionForm(posted(request), organisations=there.values())
    if form.is_valid():
        try:
            _create(request, form, there[form.cleaned_data["organisation"]])
        except ProductionsError as error:
            say(form, error)
        else:
            messages.success(request, f"{form.cleaned_data['code_name']} is created.")
            return redirect("home")
    return answer(request, "productions/new.html", form)


def _create(request: HttpRequest, form: NewProductionForm, organisation: Organisation) -> None:
    given = form.cleaned_data
    known = person_at(given["email"])
    create_production(
        actor=party_of(request.user),
        at=system_clock(),
        organisation=organisation,
        coordinator=known
        if known is not None and known.is_active
        else Newcomer(given["email"], known.organisation if known else organisation, given["name"]),
        given=form.particulars(slug=given["slug"], photography_from=given["photography_from"]),
    )


@require_safe
@production_page(Action.SEE_PRODUCTION)
def settings(visit: Visit) -> HttpResponse:
    """What is said of the production as a whole."""
    production = visit.production
    context = {
        "visit": visit,
        "kind": kinds().get(production.kind, production.kind),
        "guilds": [guilds().get(each, each) for each in production.guilds],
        "contacts": people_with(production, Action.GET_NOTICES),
        "may_edit": visit.may(Action.EDIT_PRODUCTION),
        "may_reopen": production.archived_at and visit.may(Action.REOPEN_PRODUCTION),
    }
    return render(visit.request, "productions/settings.html", context)


@read_or_write
@production_page(Action.EDIT_PRODUCTION)
def edit(visit: Visit) -> HttpResponse:
    """Change what is said of the production as a whole."""
    form = ParticularsForm(posted(visit.request), initial=ParticularsForm.of(visit.production))
    status, meanwhile = 200, []
    if form.is_valid():
        try:
            edit_production(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                revision=form.cleaned_data["revision"] or 0,
                given=form.particulars(photography_from=visit.production.photography_from),
            )
        except UnchangedError:
            return done(visit, UNCHANGED, "settings")
        except StaleError as error:
            status, meanwhile = 409, form.meanwhile(visit.production)
            say(form, error)
        except ProductionsError as error:
            say(form, error)
        else:
            return done(visit, "The settings are saved.", "settings")
    return answer(
        visit.request,
        "productions/edit.html",
        form,
        status=status,
        visit=visit,
        meanwhile=meanwhile,
    )


@require_POST
@production_page(Action.EDIT_PRODUCTION)
def archive(visit: Visit) -> HttpResponse:
    """Archive a production that is done."""
    archive_production(actor=visit.party, at=visit.at, production=visit.production)
    said = f"{visit.production.code_name} is archived. From now on it can only be read."
    return done(visit, said, "settings")


@require_POST
@production_page(Action.REOPEN_PRODUCTION)
def reopen(visit: Visit) -> HttpResponse:
    """Open an archived production again."""
    try:
        reopen_production(actor=visit.party, at=visit.at, production=visit.production)
    except UnchangedError as error:
        return done(visit, str(error), "settings")
    return done(visit, f"{visit.production.code_name} is open again.", "settings")


@require_safe
@production_page(Action.SEE_PRODUCTION)
def calendar(visit: Visit) -> HttpResponse:
    """Episodes and days of the production."""
    rows, words = calendar_of(visit.production), dict(DAYS)
    context = {
        "visit": visit,
        "days": DAYS,
        "lines": [(row.episode, [row.days.get(kind) for kind, _ in DAYS]) for row in rows],
        "any": any(row.episode or row.days for row in rows),
        "next": [(day, words[kind], codes) for day, kind, codes in next_of(rows, visit.today)],
        "may_edit": visit.may(Action.EDIT_PRODUCTION),
    }
    return render(visit.request, "productions/calendar.html", context)


@read_or_write
@production_page(Action.EDIT_PRODUCTION)
def calendar_edit(visit: Visit) -> HttpResponse:
    """Change episodes and days, as one form."""
    form = CalendarForm(
        posted(visit.request),
        rows=calendar_of(visit.production),
        film=visit.production.kind == "film",
        initial={"revision": visit.production.revision},
    )
    status = 200
    if form.is_valid():
        given, places = form.given()
        try:
            set_calendar(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                revision=form.cleaned_data["revision"],
                given=given,
            )
        except UnchangedError:
            return done(visit, UNCHANGED, "calendar")
        except ProductionsError as error:
            form.say(error, places)
            status = 409 if isinstance(error, StaleError) else 422
        else:
            return done(visit, "The calendar is saved.", "calendar")
    return answer(
        visit.request,
        "productions/calendar_edit.html",
        form,
        status=status,
        visit=visit,
        days=DAYS,
        stale=status == 409,
    )


def posted(request: HttpRequest) -> Any:
    """What a form was sent with, or None to show it for the first time."""
    return request.POST if request.method == "POST" else None


def answer(
    request: HttpRequest, template: str, form: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page with a form; with errors in it, the status says so."""
    if form.errors and status == 200:
        status = 422
    return render(request, template, {"form": form, **context}, status=status)


def done(visit: Visit, said: str, page: str) -> HttpResponse:
    """Say what happened, on another page of the production."""
    messages.success(visit.request, said)
    return redirect(page, slug=visit.production.slug)
