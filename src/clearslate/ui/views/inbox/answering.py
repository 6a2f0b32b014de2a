"""Answering a question that a reviewer asked: what it is about stands beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clearslate.accounts.permissions import Action
from clearslate.clearance.errors import ClearanceError, StaleError
from clearslate.clearance.selectors import query_for
from clearslate.clearance.services.talking import MOST_ANSWER, answer
from clearslate.ui.access import Visit, production_page
from clearslate.ui.seen import seen
from clearslate.uses.entries import use_number


class AnswerForm(forms.Form):
    """The answer."""

    text = forms.CharField(
        label="Your answer",
        max_length=MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Everybody who sees the use can read it. “I do not know” is an answer too.",
        error_messages={"required": "Write the answer. One sentence will do."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@production_page(Action.SEE_USES)
def answer_query(visit: Visit, query_id: str) -> HttpResponse:
    """The question with what it is about; only whoever was asked sees it here."""
    query = query_for(visit.party, visit.production, query_id)
    if query is None:
        raise Http404
    use = query.review.use
    context: dict[str, Any] = {
        "production": visit.production,
        "query": query,
        "use": use,
        "today": visit.today,
        "use_url": reverse("use", args=[visit.production.slug, use.number]),
        "cells": [(f"Use {use_number(use.number)}", seen(use.title)), ("Asked by", query.asked_by)],
        "open": query.answered_at is None and query.taken_back_at is None,
        "form": AnswerForm(),
    }
    if visit.request.method != "POST":
        return render(visit.request, "inbox/answer.html", context)
    form = AnswerForm(visit.request.POST)
    context["form"] = form
    if form.is_valid():
        try:
            answer(
                actor=visit.party,
                at=visit.at,
                query_id=query.id,
                text=form.cleaned_data["text"],
            )
            return HttpResponseRedirect(context["use_url"])
        except StaleError as error:
            context |= {"open": False, "problem": str(error)}
            return render(visit.request, "inbox/answer.html", context, status=409)
        except ClearanceError as error:
            form.add_error("text", str(error))
    return render(visit.request, "inbox/answer.html", context, status=422)
