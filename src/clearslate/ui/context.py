"""What the layout of every page needs: the theme, who is signed in, and the way around."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from clearslate.accounts.parties import party_of
from clearslate.duties.news import unread
from clearslate.ui.navigation import around

THEMES = ("light", "dark")
COOKIE = "theme"


def layout(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/base.html` that does not depend on the page.

    Who is signed in is looked up when a template asks, since error pages must stand without it.
    """
    theme = request.COOKIES.get(COOKIE, "")
    visit = getattr(request, "visit", None)
    return {
        **(around(request, visit) if visit is not None else {}),
        "theme": theme if theme in THEMES else "",
        "person_name": SimpleLazyObject(lambda: _name_of(request)),
        "news_count": SimpleLazyObject(lambda: _news_of(request)),
        "person_initials": SimpleLazyObject(lambda: initials(_name_of(request))),
    }


def _name_of(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return str(getattr(user, "name", "") or user.email)


def _news_of(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return unread(party_of(user))


def initials(name: str) -> str:
    """One or two letters for a narrow place: of the first and the last word, or of an address."""
    words = name.partition("@")[0].replace(".", " ").replace("_", " ").split()
    return "".join(word[0] for word in (words if len(words) < 2 else (words[0], words[-1]))).upper()
