"""Deciding several uses of a kind together: craft work and background, with one reason.

What is selected is shown once more, each with what was read of it; each is then decided by itself,
on exactly that, and whatever has changed since is left out and named.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clearslate.accounts.adapters.identity import confirmed_identity
from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.inbox import SIZE, Item, items_of
from clearslate.clearance.locking import Read
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services.deciding import MOST_NOTE, Verdict, decide
from clearslate.policy.render.words import count
from clearslate.ui.access import Visit, production_page
from clearslate.ui.views.inbox.page import where_to_decide
from clearslate.uses.entries import use_number
from clearslate.uses.reading import is_stale

_TOKEN = 5


class TogetherForm(forms.Form):
    """One reason and one note for all that is selected."""

    reason = forms.ChoiceField(
        label="Reason", error_messages={"required": "Choose a reason from the list."}
    )
    note = forms.CharField(
        label="Factual note",
        max_length=MOST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It is kept with each of the decisions, under your name.",
    )


@dataclass(frozen=True)
class Outcome:
    """What became of one use that was selected."""

    number: str
    title: str
    problem: str


@require_POST
@production_page(Action.DECIDE)
def together(visit: Visit) -> HttpResponse:
    """Show what is selected, or, confirmed, give the go-ahead for each of it."""
    numbers = [
        int(each)
        for each in visit.request.POST.getlist("n")[:SIZE]
        if each.isascii() and each.isdecimal() and len(each) < 7
    ]
    items = items_of(visit.party, visit.production, visit.at, numbers)
    fitting = [each for each in items if each.together and not is_stale(each.use, visit.today)]
    if visit.request.POST.get("confirmed") == "1":
        return _decide(visit, items, fitting)
    return render(visit.request, "inbox/together.html", _context(visit, items, fitting))


@confirmed_identity
def _decide(visit: Visit, items: list[Item], fitting: list[Item]) -> HttpResponse:
    form = _form(fitting, visit.request.POST)
    if not fitting or not form.is_valid():
        context = _context(visit, items, fitting) | {"form": form}
        return render(visit.request, "inbox/together.html", context, status=422)
    read = _read(visit.request.POST.getlist("read"))
    outcomes = [_approve(visit, each, read, form.cleaned_data) for each in fitting]
    done = [each for each in outcomes if not each.problem]
    context = {
        "production": visit.production,
        "done": done,
        "left": [each for each in outcomes if each.problem],
        "cells": [("Decided together", f"{count(len(done), 'go-ahead')} given")],
    }
    return render(visit.request, "inbox/done.html", context)


def _approve(visit: Visit, item: Item, read: dict[str, Read], given: dict[str, str]) -> Outcome:
    """Give the go-ahead for one use, in each of the person's areas that was shown."""
    number, title = use_number(item.use.number), item.use.title
    verdict = Verdict("approved", [given["reason"]], given["note"])
    try:
        with transaction.atomic():
            for review in item.reviews:
                if review.id not in read:
                    raise ClearanceError("It was not on the page that you confirmed.")
                decide(
                    actor=visit.party,
                    at=visit.at,
                    review_id=review.id,
                    read=read[review.id],
                    verdict=verdict,
                )
    except ClearanceError as error:
        return Outcome(number, title, str(error))
    return Outcome(number, title, "")


def _form(items: list[Item], data: object = None) -> TogetherForm:
    """A form with the reasons that all of the areas offer."""
    form = TogetherForm(data)
    offered: dict[str, str] = {}
    sets = []
    for item in items:
        for review in item.reviews:
            reasons = {
                each.id: each.title for each in reasons_for(item.use, "approve", review.area)
            }
            offered |= reasons
            sets.append(set(reasons))
    common = set.intersection(*sets) if sets else set()
    form.fields["reason"].choices = [
        ("", "Choose a reason"),
        *((key, title) for key, title in offered.items() if key in common),
    ]
    return form


def _read(tokens: list[str]) -> dict[str, Read]:
    """What the confirmed page carried of each review: version, hashes and revision."""
    found = {}
    for token in tokens:
        parts = token.split(":")
        if len(parts) == _TOKEN and parts[1].isdecimal() and parts[4].isdecimal():
            version, revision = int(parts[1][:9]), int(parts[4][:9])
            found[parts[0]] = Read(version, parts[2], parts[3], revision)
    return found


def _context(visit: Visit, items: list[Item], fitting: list[Item]) -> dict[str, object]:
    return {
        "production": visit.production,
        "items": [(each, use_number(each.use.number), _tokens(each)) for each in fitting],
        "left": [
            (each, use_number(each.use.number), where_to_decide(visit, each.use.number))
            for each in items
            if each not in fitting
        ],
        "form": _form(fitting),
        "inbox_url": reverse("inbox", args=[visit.production.slug]),
        "cells": [("Decide together", count(len(fitting), "use"))],
    }


def _tokens(item: Item) -> list[str]:
    use = item.use
    return [
        f"{review.id}:{use.versions_count}:{item.case_sha256}:{use.assessment_id}:{review.revision}"
        for review in item.reviews
    ]
