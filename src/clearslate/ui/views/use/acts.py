"""What somebody can do with a use that was submitted: call it up, withdraw it, submit it anew.

A page that is opened decides nothing: each act is a form that is sent, with the revision that was
read. Calling up asks who it is first, unless that was shown lately.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.flows.standing import call_up as call_up_use
from clearslate.flows.standing import withdraw as withdraw_use
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.ui.views.use.finding import frame, use_or_404
from clearslate.uses.errors import StaleError, UsesError
from clearslate.uses.models import State, Use
from clearslate.uses.services.standing import MOST_REASON
from clearslate.uses.starting import start_version

_Service = Callable[..., Use]


class ReasonForm(forms.Form):
    """Why, and what was read: the revision, and the version and state that the page showed."""

    reason = forms.CharField(
        label="Reason",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One or two sentences. It is kept in the record under your name.",
        error_messages={"required": "Say why, in one or two sentences."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)

    @classmethod
    def of(cls, use: Use) -> ReasonForm:
        """A blank form for a use as it is now."""
        read = {"revision": use.revision, "version": use.versions_count, "state": use.state}
        return cls(initial=read)


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.CALL_UP)
def call_up(visit: Visit, number: int) -> HttpResponse:
    """Ask for a review of a use that was noticed."""
    if visit.request.method == "POST":
        return _send_call_up(visit, number)
    return _ask(visit, use_or_404(visit, number), "use/call_up.html")


@confirmed_identity
def _send_call_up(visit: Visit, number: int) -> HttpResponse:
    return _send(visit, use_or_404(visit, number), "use/call_up.html", call_up_use)


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_USES)
def withdraw(visit: Visit, number: int) -> HttpResponse:
    """Withdraw a use: one's own, or that of others where a role allows it."""
    use = use_or_404(visit, number)
    if not may_withdraw(visit, use):
        raise Http404
    if visit.request.method == "POST":
        return _send(visit, use, "use/withdraw.html", withdraw_use)
    return _ask(visit, use, "use/withdraw.html")


@require_POST
@production_page(Action.DECLARE)
def new_version(visit: Visit, number: int) -> HttpResponse:
    """Start a draft from everything that the newest version says."""
    use = use_or_404(visit, number)
    try:
        draft = start_version(author=visit.user, use=use, at=visit.at)
    except UsesError as error:
        context = frame(visit, use) | {"problem": str(error), "cells": _cells(use)}
        return render(visit.request, "use/refused.html", context, status=409)
    return HttpResponseRedirect(reverse("draft", args=[visit.production.slug, draft.id]))


def may_withdraw(visit: Visit, use: Use) -> bool:
    """Whether the person may withdraw this use."""
    own = use.declared_by_id == visit.user.id and visit.may(Action.DECLARE)
    return own or visit.may(Action.WITHDRAW_USE)


def _ask(visit: Visit, use: Use, template: str) -> HttpResponse:
    return render(visit.request, template, _context(visit, use, ReasonForm.of(use)))


def _send(visit: Visit, use: Use, template: str, service: _Service) -> HttpResponse:
    form = ReasonForm(visit.request.POST)
    if not form.is_valid():
        return render(visit.request, template, _context(visit, use, form), status=422)
    given = form.cleaned_data
    try:
        service(
            actor=visit.party,
            at=visit.at,
            use=use,
            revision=given["revision"],
            reason=given["reason"],
        )
    except StaleError:
        # The reason is kept, and the form now carries what stands; whoever sends it has seen it.
        again = ReasonForm.of(use)
        again.initial["reason"] = given["reason"]
        context = _context(visit, use, again) | {"read": given, "was": State(given["state"]).label}
        return render(visit.request, template, context, status=409)
    except UsesError as error:
        form.add_error("reason", str(error))
        return render(visit.request, template, _context(visit, use, form), status=422)
    return HttpResponseRedirect(reverse("use", args=[visit.production.slug, use.number]))


def _context(visit: Visit, use: Use, form: ReasonForm) -> dict[str, Any]:
    return frame(visit, use) | {
        "form": form,
        "cells": _cells(use),
        "state": State(use.state).label,
        "noticed": use.state == State.NOTICED,
        "withdrawn": use.state == State.WITHDRAWN,
    }


def _cells(use: Use) -> list[tuple[str, str]]:
    return [
        (f"Use U-{use.number:03d}, version {use.versions_count}", seen(use.title)),
        ("It is", State(use.state).label),
    ]
