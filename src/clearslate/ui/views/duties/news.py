"""What is new for a person in all their productions, and when they are reminded by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clearslate.accounts.parties import party_of
from clearslate.duties.news import Told, mark_read, news_of
from clearslate.duties.reminding import reminded
from clearslate.duties.services.own import choose_reminders
from clearslate.duties.todo import ANSWER, DECISION, DUTY, ESCALATED
from clearslate.kit.clock import system_clock
from clearslate.policy.render.words import count
from clearslate.productions.selectors import today_in
from clearslate.ui.access import signed_in
from clearslate.ui.forms.duties import RemindersForm
from clearslate.ui.views.productions import posted, read_or_write
from clearslate.uses.entries import use_number

_WORDS = {
    "decision": ("decision", ""),
    "answer": ("answer", ""),
    "duty": ("duty", "duties"),
    "evidence": ("evidence that is missing", ""),
}
_SIGNS = {"late": "late", "due": "due soon", "escalated": "late with somebody else", "new": "new"}


@read_or_write
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """What is new; marking it as read changes nothing else."""
    party = party_of(request.user)
    at = system_clock()
    if request.method == "POST":
        given = request.POST.getlist("id")
        ids = [int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 19]
        mark_read(party, None if request.POST.get("do") == "all" else ids, at=at)
        return redirect("notices")
    found = news_of(party)
    productions: dict[str, dict[str, Any]] = {}
    for told in found:
        group = productions.setdefault(
            told.production.id, {"production": told.production, "lines": []}
        )
        group["today"] = today_in(told.production, at)
        group["lines"].append(_line(told))
    context = {
        "groups": list(productions.values()),
        "answer": f"{count(len(found), 'thing')}" if found else "Nothing new",
        "count": len(found),
    }
    return render(request, "duties/notices.html", context)


def _line(told: Told) -> dict[str, Any]:
    many = len(told.things)
    one, several = _WORDS[told.kind]
    whole = (told.kind, told.why) == (DUTY, ESCALATED)
    return {
        "told": told,
        "number": "" if whole else use_number(told.use.number),
        "words": (f"A {one}" if told.kind != "evidence" else one.capitalize())
        if many == 1
        else count(many, one, several),
        "why": _SIGNS[told.why],
        "url": _url(told),
    }


def _url(told: Told) -> str:
    """Where the person does it; what is late with somebody else is looked at."""
    slug, number = told.production.slug, told.use.number
    if (told.kind, told.why) == (DUTY, ESCALATED):
        return f"{reverse('duties', args=[slug])}?whose=all&state=late"
    if told.kind == DUTY:
        if len(told.things) == 1:
            return reverse("duty", args=[slug, told.things[0]])
        return f"{reverse('use', args=[slug, number])}#duties"
    if told.why == ESCALATED:
        return reverse("use", args=[slug, number])
    if told.kind == DECISION:
        return reverse("review", args=[slug, number])
    if told.kind == ANSWER:
        return reverse("answer_query", args=[slug, told.things[0]])
    return reverse("use", args=[slug, number])


@read_or_write
@signed_in
def reminders(request: HttpRequest) -> HttpResponse:
    """When one gets a digest by mail."""
    party = party_of(request.user)
    form = RemindersForm(posted(request), initial={"digest": reminded(party)})
    if form.is_valid():
        choose_reminders(actor=party, at=system_clock(), digest=form.cleaned_data["digest"])
        messages.success(request, "Your choice is saved.")
        return redirect("reminders")
    status = 422 if form.errors else 200
    return render(request, "duties/reminders.html", {"form": form}, status=status)
