"""The page that shows how everything looks: tokens with their contrast, and markup to copy."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clearslate.kit.clock import system_clock
from clearslate.ui import contrast
from clearslate.ui.access import signed_in
from clearslate.ui.shapes import MARKS, VERDICTS

MEANINGS = {
    "notify": "Open ring, dot. The contact is told; nobody approves.",
    "noticed": "Ring, filled. The contact has been told.",
    "approval": "Open diamond. A person must decide.",
    "in_review": "Half diamond. Somebody has it.",
    "go_ahead": "Diamond, play. The method may be used.",
    "hold": "Solid square. Stopped: evidence is missing. The only solid box.",
    "cleared": "Disc, tick. By a named person, on a date, for one use.",
    "conditions": "Disc, tick, a line under it: the conditions.",
    "lapsed": "Broken ring, clock. It held once.",
    "declined": "Open square, cross. A named person said no.",
    "suspended": "Open square, two bars. Paused; approvals stay.",
    "withdrawn": "Broken square, bar. Its authors took it back.",
    "draft": "Dotted square. Seen by its authors only.",
    "not_a_use": "A line. Not generative AI at all.",
}


class SampleForm(forms.Form):
    """One field of each kind, to look at."""

    ends = forms.CharField(
        label="End of the agreement", help_text="The last day it holds, as written in the terms."
    )
    shots = forms.CharField(label="Shots")
    kind = forms.ChoiceField(
        label="Does it train on inputs?",
        choices=[("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")],
        widget=forms.RadioSelect,
    )
    who = forms.ChoiceField(
        label="Whose face, body or voice does the result show?",
        help_text="Asked because a likeness needs consent. Who would know: the casting director.",
        choices=[
            ("nobody", "Nobody who could be recognised, and nobody captured"),
            ("background", "Background performers"),
            ("named", "Named performers"),
            ("not_sure", "Not sure"),
        ],
        widget=forms.RadioSelect,
    )
    department = forms.ChoiceField(
        label="Department", choices=[("vfx", "VFX"), ("sound", "Sound")], required=False
    )
    note = forms.CharField(label="Factual note", required=False, widget=forms.Textarea)
    mine = forms.BooleanField(label="Tell me when it is decided", required=False)


def _samples() -> tuple[SampleForm, SampleForm, SampleForm]:
    """A form for each theme, and one that was filled in wrongly."""
    answers = {"ends": "30 Apr 2027", "shots": "103_0410", "kind": "not_sure", "who": "background"}
    given = {f"wrong-{name}": value for name, value in answers.items()}
    wrong = SampleForm({**given, "wrong-shots": "103_04l0, 0420"}, prefix="wrong")
    wrong.add_error("shots", "103_04l0 is no shot of 103. Did you mean 103_0410?")
    return (
        SampleForm(prefix="light", initial=answers),
        SampleForm(prefix="dark", initial=answers),
        wrong,
    )


@signed_in
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Everything in both themes, side by side."""
    light, dark, wrong = _samples()
    now = system_clock()
    context = {
        "board_cells": [("Themes", "Light and dark"), ("Verdicts", str(len(VERDICTS)))],
        "cells_use": [
            ("Use U-042, draft", "Crowd at the memorial wall"),
            ("Department and vendor", "VFX, Parallel Yard"),
            {"label": "6 shots", "value": "105_0410 to 0460", "mono": True},
            ("Work window", "18 May to 5 June"),
        ],
        "samples": [
            {"name": "light", "colours": contrast.colours("light"), "form": light},
            {"name": "dark", "colours": contrast.colours("dark"), "form": dark},
        ],
        "verdicts": [{"name": name, "meaning": MEANINGS[name]} for name in VERDICTS],
        "marks": list(MARKS),
        "wrong": wrong,
        "now": now,
        "soon": now + timedelta(days=6),
        "later": now + timedelta(days=90),
    }
    return render(request, "ui/looks.html", context)
