"""Which packs and readings are in force, and stating others."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action, InstallationAction
from clearslate.clearance.foreseeing import Foreseen, foresee_pack, foresee_reading
from clearslate.flows.rules import end_pack, put_pack_in_force, set_switch
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.load import Loaded
from clearslate.productions.access import may_adopt
from clearslate.productions.errors import ProductionsError, UnchangedError
from clearslate.productions.models import PackInForce, SwitchSetting
from clearslate.productions.packs import statements_on
from clearslate.productions.rules import (
    Reading,
    pack_known,
    readings_on,
    shelf_on,
    statements_of,
)
from clearslate.productions.services.packs import shelve_pack
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.productions import say
from clearslate.ui.forms.rules import PackForm, SwitchForm, UploadPackForm
from clearslate.ui.views.foreseen import Asked, ask_first
from clearslate.ui.views.productions import answer, done, posted, read_or_write

_STATES = production_page(Action.MANAGE_RULES, or_office=InstallationAction.ADOPT_PACKS)
"""Whoever manages the rules of the production, or answers for those of the installation."""


@require_safe
@production_page(Action.SEE_PRODUCTION)
def rules(visit: Visit) -> HttpResponse:
    """What holds today, what is coming, and every statement so far."""
    shelf = shelf_on(visit.production, visit.today)
    may_manage = visit.may(Action.MANAGE_RULES)
    context = {
        "visit": visit,
        "now": [(row, shelf.replaced.get(row.urn)) for row in shelf.now],
        "coming": shelf.coming,
        "at_hand": [each.pack for each in shelf.at_hand],
        "readings": readings_on(visit.production, visit.today),
        "statements": [
            (row, row if isinstance(row, PackInForce) else None)
            for row in statements_of(visit.production)
        ],
        "may_manage": may_manage,
        "may_state": visit.production.archived_at is None
        and (may_manage or may_adopt(visit.party)),
    }
    return render(visit.request, "productions/rules.html", context)


@read_or_write
@_STATES
def upload(visit: Visit) -> HttpResponse:
    """Upload a house pack; it is read, and kept at hand."""
    request = visit.request
    form = UploadPackForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["pack"]
        try:
            kept = shelve_pack(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                name=file.name,
                data=file.read(),
            )
        except ProductionsError as error:
            say(form, error)
        else:
            return redirect("pack", slug=visit.production.slug, sha256=kept.sha256)
    return answer(request, "productions/pack_upload.html", form, visit=visit)


@require_safe
@production_page(Action.SEE_PRODUCTION)
def pack(visit: Visit, sha256: str) -> HttpResponse:
    """One version of a pack: what it is, how it stands, and the form to state otherwise."""
    loaded = _pack(visit, sha256)
    return _pack_page(visit, loaded, _pack_form(visit, loaded))


@require_POST
@_STATES
def set_pack(visit: Visit, sha256: str) -> HttpResponse:
    """State how a pack counts from a day on."""
    loaded = _pack(visit, sha256)
    form = _pack_form(visit, loaded)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _pack_page(visit, loaded, form)
    foreseen = _foreseen_pack(visit, loaded, form)
    if foreseen is not None and foreseen.reached and not _seen(visit, form):
        address = reverse("pack_set", args=[visit.production.slug, loaded.pack.sha256])
        heading = f"State how “{loaded.pack.title}” counts"
        return ask_first(visit, _asked(visit, form, heading, "State it", address), foreseen)
    before = _holding(visit, loaded)
    adopted = "adopted" in (form.cleaned_data["standing"], before.standing if before else "")
    state = confirmed_identity(_state) if adopted else _state
    return state(visit, loaded, form)


def _foreseen_pack(visit: Visit, loaded: Loaded, form: PackForm) -> Foreseen | None:
    """What the statement would move; None where it cannot be made, which the service says."""
    given = form.cleaned_data
    statement = PackInForce(
        production=visit.production,
        pack_id=loaded.pack.sha256,
        urn=loaded.pack.urn,
        standing=given["standing"],
        from_day=given["from_day"],
        reaches=given["reaches"],
        set_at=visit.at,
    )
    try:
        return foresee_pack(visit.production, statement, loaded, visit.at)
    except PolicyError:
        return None


def _asked(
    visit: Visit, form: PackForm | SwitchForm, heading: str, button: str, action: str
) -> Asked:
    """The same form again, with what was chosen."""
    hidden = {name: str(value) for name, value in form.cleaned_data.items()}
    back = reverse("rules", args=[visit.production.slug])
    return Asked(heading, button, action, back, {**hidden, "seen": _choice(form)})


def _choice(form: PackForm | SwitchForm) -> str:
    return ",".join(str(value) for _, value in sorted(form.cleaned_data.items()))


def _seen(visit: Visit, form: PackForm | SwitchForm) -> bool:
    """Whether exactly this choice was shown with what it would move."""
    return visit.request.POST.get("seen") == _choice(form)


def _state(visit: Visit, loaded: Loaded, form: PackForm) -> HttpResponse:
    given = form.cleaned_data
    stated: dict[str, Any] = {
        "actor": visit.party,
        "at": visit.at,
        "production": visit.production,
        "from_day": given["from_day"],
        "reaches": given["reaches"],
    }
    try:
        if given["standing"] == "ended":
            end_pack(**stated, urn=loaded.pack.urn)
        else:
            put_pack_in_force(**stated, pack=loaded, standing=given["standing"])
    except UnchangedError as error:
        return done(visit, str(error), "rules")
    except ProductionsError as error:
        say(form, error)
        return _pack_page(visit, loaded, form)
    return done(visit, f"What holds of “{loaded.pack.title}” is stated.", "rules")


def _pack_form(visit: Visit, loaded: Loaded) -> PackForm | None:
    """The form for those who may state something of this pack; None for everybody else."""
    before = _holding(visit, loaded)
    decides = before is not None and before.standing == str(PackInForce.Standing.ADOPTED)
    if visit.production.archived_at is not None:
        return None
    if may_adopt(visit.party):
        standings = ["adopted", "advisory"]
    elif visit.may(Action.MANAGE_RULES) and not decides:
        standings = ["advisory"]
    else:
        return None
    if before is not None:
        standings.append("ended")
    initial = {
        "from_day": visit.today,
        "standing": standings[0],
        "reaches": loaded.pack.reaches,
    }
    return PackForm(posted(visit.request), standings=standings, initial=initial)


def _pack_page(visit: Visit, loaded: Loaded, form: PackForm | None) -> HttpResponse:
    before = _holding(visit, loaded)
    context = {
        "visit": visit,
        "pack": loaded.pack,
        "base": loaded.base.pack if loaded.base else None,
        "statement": before,
        "same": before is not None and before.pack_id == loaded.pack.sha256,
        "own_rules": [rule for rule in loaded.pack.rules if rule.pack == loaded.pack.urn],
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(visit.request, "productions/pack.html", context, status=status)


def _pack(visit: Visit, sha256: str) -> Loaded:
    loaded = pack_known(visit.production, sha256)
    if loaded is None:
        raise Http404
    return loaded


def _holding(visit: Visit, loaded: Loaded) -> PackInForce | None:
    rows = statements_on(visit.production, visit.today)
    return next((row for row in rows if row.urn == loaded.pack.urn), None)


@read_or_write
@production_page(Action.MANAGE_RULES)
def reading(visit: Visit, switch: str) -> HttpResponse:
    """Choose how a switch is read from a day on."""
    known: dict[str, Reading] = {
        each.switch.id: each for each in readings_on(visit.production, visit.today)
    }
    if switch not in known:
        raise Http404
    found = known[switch]
    initial = {"value": found.value, "from_day": visit.today}
    form = SwitchForm(posted(visit.request), reading=found, initial=initial)
    if form.is_valid():
        foreseen = _foreseen_reading(visit, switch, form)
        if foreseen is not None and foreseen.reached and not _seen(visit, form):
            address = reverse("reading", args=[visit.production.slug, switch])
            heading = f"Read {switch} as {form.cleaned_data['value']}"
            button = "Choose this reading"
            return ask_first(visit, _asked(visit, form, heading, button, address), foreseen)
        try:
            set_switch(
                actor=visit.party,
                at=visit.at,
                production=visit.production,
                switch=switch,
                value=form.cleaned_data["value"],
                from_day=form.cleaned_data["from_day"],
                reaches=form.cleaned_data["reaches"],
            )
        except UnchangedError as error:
            return done(visit, str(error), "rules")
        except ProductionsError as error:
            say(form, error)
        else:
            return done(visit, f"The reading of {switch} is chosen.", "rules")
    return answer(visit.request, "productions/reading.html", form, visit=visit, reading=found)


def _foreseen_reading(visit: Visit, switch: str, form: SwitchForm) -> Foreseen | None:
    given = form.cleaned_data
    setting = SwitchSetting(
        production=visit.production,
        switch=switch,
        value=given["value"],
        from_day=given["from_day"],
        reaches=given["reaches"],
        set_at=visit.at,
    )
    try:
        return foresee_reading(visit.production, setting, visit.at)
    except PolicyError:
        return None
