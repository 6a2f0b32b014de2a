"""What every page of one use begins with: the use, the version asked for, the frame around it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from clearslate.ui.access import Visit
from clearslate.ui.seen import seen
from clearslate.uses.entries import use_number
from clearslate.uses.models import Use
from clearslate.uses.selectors import use_of
from clearslate.uses.stored import Stored, stored

#: Digits of the number of a version, at most.
_LONGEST = 6


def use_or_404(visit: Visit, number: int) -> Use:
    """The use at an address, or “there is no such page”."""
    use = use_of(visit.party, visit.production, number)
    if use is None:
        raise Http404
    return use


def version_asked(visit: Visit, use: Use) -> int:
    """The version that the address asks for; the newest where it asks for none."""
    return number_in(visit.request, "version", int(use.versions_count))


def number_in(request: HttpRequest, name: str, default: int) -> int:
    """A number of the address, such as that of a version; anything else is no such page."""
    asked = request.GET.get(name)
    if asked is None:
        return default
    if not asked.isascii() or not asked.isdecimal() or len(asked) > _LONGEST:
        raise Http404
    return int(asked)


def stored_or_404(use: Use, number: int) -> Stored:
    """A version, read back. Raises `DamagedError` where its bytes are not what was submitted."""
    found = stored(use, number)
    if found is None:
        raise Http404
    return found


def frame(visit: Visit, use: Use) -> dict[str, Any]:
    """The context that the pages of a use share."""
    production = visit.production
    return {
        "visit": visit,
        "production_slug": production.slug,
        "use": use,
        "title": seen(use.title),
        "number": use_number(use.number),
        "use_url": reverse("use", args=[production.slug, use.number]),
        "production": {
            "title": production.code_name,
            "subtitle": production.title,
            "url": f"/p/{production.slug}/",
        },
    }
