"""The forms about incidents. A form only shapes what was typed; the services say what will do.

Several stand on one page, so each has ids of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from clearslate.accounts.models import User
from clearslate.incidents.changing import MOST_TEXT
from clearslate.incidents.errors import IncidentsError
from clearslate.incidents.models import Answer, Decision, Incident
from clearslate.ui.forms.productions import day_field

_USE = re.compile(r"[Uu]?-?0*([1-9]\d{0,5})")


def say(form: forms.Form, error: IncidentsError) -> None:
    """Put the problems of a service on the fields that they are about."""
    for name, message in error.problems or [("", str(error))]:
        form.add_error(name if name in form.fields else None, message)


def text_field(
    label: str, *, rows: int = 3, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write a sentence or two."},
    )


class ReportForm(forms.Form):
    """What somebody reports."""

    kind = forms.ChoiceField(
        label="What went in?",
        choices=Incident.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what went in."},
    )
    what = text_field(
        "In your own words",
        rows=5,
        help_text="What exactly, how much of it, and how it came about. Do not paste it here.",
    )
    tool = forms.CharField(
        label="Into which tool?",
        max_length=120,
        help_text="Its name, and whose account it was.",
        error_messages={"required": "Name the tool, or say what you know of it."},
    )
    still_there = forms.ChoiceField(
        label="Is it still there?",
        choices=Incident.StillThere.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is still there; “not sure” will do."},
    )
    noticed_on = day_field("Noticed on", required=True)
    noticed_by = forms.CharField(label="Noticed by", max_length=120)
    use = forms.CharField(
        label="Use, if it was for one",
        max_length=12,
        required=False,
        help_text="Its number, such as U-012.",
    )

    def clean_use(self) -> int | None:
        """The number of the use."""
        given = self.cleaned_data["use"].strip()
        if not given:
            return None
        found = _USE.fullmatch(given)
        if found is None:
            raise forms.ValidationError("Write the number of a use, such as U-012.")
        return int(found[1])


class StepForm(forms.Form):
    """A step, and the revision of the incident that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class StopForm(StepForm):
    """What was stopped."""

    what = text_field(
        "What was stopped, and how?",
        help_text="An account that was closed, a job that was cancelled, a person who was told.",
    )
    suspend = forms.BooleanField(label="Suspend the use as well", required=False)
    pause = forms.CharField(
        label="Why the use is suspended",
        max_length=400,
        required=False,
        help_text="Everybody who sees the use reads this. Say nothing of the incident.",
    )

    def __init__(self, *args: Any, pausable: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not pausable:
            del self.fields["suspend"], self.fields["pause"]

    def clean(self) -> dict[str, Any]:
        """The reason counts where the box is ticked, and is needed there."""
        given: dict[str, Any] = super().clean()
        ticked = given.pop("suspend", False)
        if ticked and not given.get("pause", "").strip() and "pause" not in self.errors:
            self.add_error("pause", "Say why, in words that everybody may read.")
        return given if ticked else {**given, "pause": ""}


class RequestForm(StepForm):
    """Whom one asked to delete it."""

    asked_of = forms.CharField(
        label="Asked of", max_length=120, help_text="The company, and the person or desk there."
    )
    asked_on = day_field("Asked on", required=True)
    words = text_field("How, and what exactly", required=False)


class AnswerForm(StepForm):
    """What they answered."""

    deleted = forms.ChoiceField(
        label="They say",
        choices=Answer.Deleted.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they answered."},
    )
    answered_on = day_field("Answered on", required=True)
    words = text_field("In their words, or yours", required=False)
    file = forms.FileField(
        label="Evidence",
        required=False,
        help_text="Their confirmation as PDF, picture, text, DOCX or XLSX, at most 20 MB.",
    )


class TellForm(StepForm):
    """Whom to tell by mail, or who was told in another way."""

    people = forms.MultipleChoiceField(
        label="Send them a mail now",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="It holds the code name, the number and a link, nothing of what happened.",
    )
    otherwise = forms.CharField(
        label="Or: told in another way",
        max_length=400,
        required=False,
        help_text="Who, when and how, such as “their desk, by phone, at 9:40”.",
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(each.id, str(each)) for each in people]
        if choices:
            self.fields["people"].choices = choices
        else:
            del self.fields["people"]


class DecideForm(StepForm):
    """What it comes to."""

    outcome = forms.ChoiceField(
        label="What it comes to",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it comes to."},
    )
    reason = text_field("Reason", help_text="It is kept under your name.")
    follow_ups = text_field("What follows", required=False, help_text="Who does what, and by when.")
