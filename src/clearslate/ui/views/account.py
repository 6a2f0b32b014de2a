"""A person's own account, and the page that accepts an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clearslate.accounts.adapters.forms import PASSWORD_HELP
from clearslate.accounts.adapters.identity import sign_in_invited
from clearslate.accounts.adapters.ways import ways_of
from clearslate.accounts.errors import AccountsError, InvitationError
from clearslate.accounts.models import Invitation
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import OFFICES, Office
from clearslate.accounts.selectors import invitation_of, offices_of
from clearslate.accounts.services import accept_invitation, rename_person
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import VISITOR
from clearslate.ui.access import signed_in


class NameForm(forms.Form):
    """What a person is called."""

    name = forms.CharField(max_length=120, label="Name", help_text="As others see it.")
    name.widget.attrs["autocomplete"] = "name"


class AcceptForm(NameForm):
    """What an invited person chooses."""

    password1 = forms.CharField(
        label="Password",
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Password, once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        given: dict[str, Any] = super().clean()
        if {"password1", "password2"} <= set(given) and given["password1"] != given["password2"]:
            self.add_error("password2", "This is not the password above.")
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and how one signs in."""
    user = request.user
    form = NameForm(_posted(request), initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_person(
                actor=party_of(user), at=system_clock(), user=user, name=form.cleaned_data["name"]
            )
        except AccountsError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Your name is saved.")
            return redirect("account")
    context = {
        "form": form,
        "organisation": user.organisation.name,
        "offices": [OFFICES[Office(office)][0].title for office in offices_of(user)],
        "ways": ways_of(user),
    }
    return render(request, "account/index.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. Opening the link changes nothing, so a mail scanner may do it."""
    try:
        found = invitation_of(token, system_clock())
    except InvitationError as error:
        return _closed(request, error)
    if request.user.is_authenticated:
        return render(request, "account/invitation_busy.html", status=409)
    form = AcceptForm(_posted(request), initial={"name": found.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(
                actor=VISITOR,
                at=system_clock(),
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
            )
        except InvitationError as error:
            return _closed(request, error)
        except AccountsError as error:
            form.add_error("password1", str(error))
        else:
            return sign_in_invited(request, user)
    return _asked(request, found, form)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    context = {
        "form": form,
        "email": found.user.email,
        "organisation": found.user.organisation.name,
    }
    status = 422 if form.errors else 200
    return render(request, "account/accept_invitation.html", context, status=status)


def _closed(request: HttpRequest, error: InvitationError) -> HttpResponse:
    status = 404 if error.reason == "unknown" else 410
    context = {"problem": str(error)}
    return render(request, "account/invitation_closed.html", context, status=status)
