"""The calendar feed of a person: the page that makes and ends it, and what its address answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clearslate.accounts.permissions import Action
from clearslate.duties.errors import DutiesError
from clearslate.duties.feed_events import feed_text
from clearslate.duties.feeds import feed_at, feed_of, link_of
from clearslate.duties.services.own import end_feed, make_feed
from clearslate.kit.clock import system_clock
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.productions import read_or_write


@read_or_write
@production_page(Action.SEE_PRODUCTION)
def own_feed(visit: Visit) -> HttpResponse:
    """Make, copy, renew and end one's feed of a production."""
    if visit.request.method == "POST":
        return _act(visit)
    feed = feed_of(visit.party, visit.production)
    context = {"visit": visit, "feed": feed, "link": link_of(feed) if feed else ""}
    return render(visit.request, "duties/feed.html", context)


def _act(visit: Visit) -> HttpResponse:
    if visit.request.POST.get("do") == "end":
        try:
            end_feed(actor=visit.party, at=visit.at, production=visit.production)
        except DutiesError as error:
            messages.info(visit.request, str(error))
        else:
            messages.success(visit.request, "The feed is ended. Its address answers no more.")
    else:
        again = feed_of(visit.party, visit.production) is not None
        make_feed(actor=visit.party, at=visit.at, production=visit.production)
        before = " The address before answers no more." if again else ""
        messages.success(visit.request, f"The feed is made.{before}")
    return redirect("own_feed", slug=visit.production.slug)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: the address is the key, and there is nothing else to show."""
    feed = feed_at(token)
    if feed is None:
        raise Http404
    response = HttpResponse(
        feed_text(feed, system_clock()), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'inline; filename="clearslate.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
