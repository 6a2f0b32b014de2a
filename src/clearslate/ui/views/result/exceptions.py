"""Lifting one part of a hold, by a named lawyer, with a reason and an end."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.holds import holds_of
from clearslate.clearance.selectors import exception_of
from clearslate.clearance.services.exceptions import end_exception, grant_exception
from clearslate.ui.access import Visit, production_page
from clearslate.ui.forms.lines import GrantForm
from clearslate.ui.views.result.lines import context_of
from clearslate.ui.views.use.finding import use_or_404


@require_POST
@production_page(Action.GRANT_EXCEPTIONS)
def grant(visit: Visit, number: int) -> HttpResponse:
    """Lift one part of the hold."""
    return _grant(visit, number)


@confirmed_identity
def _grant(visit: Visit, number: int) -> HttpResponse:
    use = use_or_404(visit, number)
    held = [each.held for each in holds_of(use, visit.today)]
    form = GrantForm(visit.request.POST, use=use, held=held)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        evidence, _, subject = given["missing"].partition("|")
        try:
            grant_exception(
                actor=visit.party,
                at=visit.at,
                use=use,
                revision=given["revision"],
                missing=(evidence, subject),
                reasons=[given["reason"]],
                note=given["note"],
                until=given["last_day"] + timedelta(days=1),
            )
        except StaleError as error:
            form.add_error(None, str(error))
            status = 409
        except ClearanceError as error:
            form.add_error(None, str(error))
        else:
            messages.info(visit.request, "This part of the hold is lifted until that day.")
            return HttpResponseRedirect(_address(visit, number))
    context = context_of(visit, use) | {"grant_form": form}
    return render(visit.request, "result/lines.html", context, status=status)


@require_POST
@production_page(Action.GRANT_EXCEPTIONS)
def end(visit: Visit, number: int, exception_id: str) -> HttpResponse:
    """End an exception before its day."""
    row = exception_of(use_or_404(visit, number), exception_id)
    if row is None:
        raise Http404
    # Where it was ended already, the page shows that.
    with contextlib.suppress(StaleError):
        end_exception(actor=visit.party, at=visit.at, exception=row)
    return HttpResponseRedirect(_address(visit, number))


def _address(visit: Visit, number: int) -> str:
    return reverse("use_lines", args=[visit.production.slug, number])
