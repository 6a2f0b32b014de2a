"""Who looks at a page: the person, the production they belong to, and what they may do there.

A view of a production is a function of a `Visit`. Whoever does not belong to the production, or
may not do what the page is for, is told that there is no such page: nobody learns what exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone

from clearslate.accounts.allowed import installation_actions
from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.accounts.permissions import Action, InstallationAction
from clearslate.kit.clock import system_clock
from clearslate.ledger.parties import Party
from clearslate.policy.errors import PackError
from clearslate.productions.access import actions_of
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production
from clearslate.productions.selectors import production_of, today_in

NEEDS = "__needs__"
"""The attribute of a view that names the permission it needs; a test walks them all."""

OR_OFFICE = "__or_office__"
"""The attribute of a view that names what a member may do instead, by an office they hold."""


@dataclass(frozen=True)
class Visit:
    """One request to a page of a production."""

    request: HttpRequest
    user: User
    party: Party
    production: Production
    actions: frozenset[Action]
    at: datetime

    @property
    def today(self) -> date:
        """The legal date in the production's zone."""
        return today_in(self.production, self.at)

    def may(self, action: Action) -> bool:
        """Whether the person may do this here."""
        return action in self.actions


View = Callable[..., HttpResponse]


def production_page(
    action: Action, *, or_office: InstallationAction | None = None
) -> Callable[[View], View]:
    """Make a view of a `Visit` out of one of a request; `slug` in its address is a production's.

    A member who holds an office that allows `or_office` may see the page as well.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if any("\0" in each for each in kwargs.values() if isinstance(each, str)):
                raise Http404  # PostgreSQL does not look for such a text, but fails
            party = party_of(request.user)
            production = production_of(party, slug)
            actions = actions_of(party, production) if production else frozenset()
            if production is None or not (
                action in actions or (or_office and or_office in installation_actions(party))
            ):
                raise Http404
            visit = Visit(request, request.user, party, production, actions, system_clock())
            request.visit = visit
            # Days and times on its pages are those of the production, wherever the server stands.
            with timezone.override(ZoneInfo(production.zone)):
                return _kept_private(_answered(view, visit, kwargs))

        setattr(answer, NEEDS, action)
        setattr(answer, OR_OFFICE, or_office)
        return answer

    return decorate


def _answered(view: View, visit: Visit, kwargs: dict[str, Any]) -> HttpResponse:
    """What a view answers; where the rules in force contradict each other, a page that says so.

    An adopted pack that would lower an outcome is noticed only by a declaration that it lowers.
    """
    try:
        return view(visit, **kwargs)
    except NotAllowedError:
        # What they may do here ended while the page was made.
        raise Http404 from None
    except PackError as error:
        context = {"problem": str(error)}
        return render(visit.request, "ui/rules_contradict.html", context, status=409)


def office_page(action: InstallationAction) -> Callable[[View], View]:
    """Make a view for whoever may do this in the installation; for others it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if action not in installation_actions(party_of(request.user)):
                raise Http404
            return _kept_private(view(request, **kwargs))

        setattr(answer, NEEDS, action)
        return answer

    return decorate


def signed_in(view: View) -> View:
    """Make a view that everybody who is signed in may see."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return _kept_private(view(request, **kwargs))

    setattr(answer, NEEDS, None)
    return answer


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache but the browser's own, which asks again; unless the page says otherwise."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, and back to the page afterwards where it is safe to repeat."""
    target = resolve_url("account_login")
    if request.method in ("GET", "HEAD"):
        target = f"{target}?{urlencode({'next': request.get_full_path()})}"
    response = HttpResponseRedirect(target)
    if request.headers.get("HX-Request"):
        # A fragment cannot show the sign-in page; the browser loads it whole.
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = target
    return response
