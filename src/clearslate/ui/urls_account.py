"""Addresses below /account/: our own pages, then those of the sign-in library."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from clearslate.accounts.adapters.pages import sign_in_pages
from clearslate.ui.views import account

urlpatterns = [
    path("", account.account, name="account"),
    path("invitation/<str:token>", account.invitation, name="accept_invitation"),
    # The library leads here after a change.
    path("2fa/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    *sign_in_pages(),
]
