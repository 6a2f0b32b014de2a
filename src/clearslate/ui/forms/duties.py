"""The forms about duties: several stand on one page, so each has ids of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from clearslate.accounts.models import User
from clearslate.duties.changing import MOST_WORDS
from clearslate.duties.errors import DutiesError
from clearslate.duties.models import Reminders
from clearslate.ui.forms.productions import day_field


def say(form: forms.Form, error: DutiesError) -> None:
    """Put what a service refused on the field that it is about."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


class ActForm(forms.Form):
    """The revision of the duty that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class DoneForm(ActForm):
    """What whoever did it wants to say."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=MOST_WORDS,
        help_text="How it was done, or where the paper is. Everybody in the production sees it.",
    )


class AssignForm(ActForm):
    """Who is to do it."""

    to = forms.ChoiceField(label="Person")

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [(each.id, str(each)) for each in people]


class MoveForm(ActForm):
    """Another day, and why."""

    to = day_field("Day", required=True)
    reason = forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text="One sentence. It is kept under your name.",
        error_messages={"required": "Say why the day changes. One sentence will do."},
    )


class WaiveForm(ActForm):
    """Why it need not be done."""

    reason = forms.CharField(
        label="Reason",
        max_length=MOST_WORDS,
        help_text="One sentence. It is kept under your name.",
        error_messages={"required": "Say why it need not be done."},
    )


class ReopenForm(ActForm):
    """Nothing but what was read."""


class RemindersForm(forms.Form):
    """When a person is reminded by mail."""

    digest = forms.ChoiceField(
        label="A digest by e-mail",
        choices=Reminders.Digest.choices,
        widget=forms.RadioSelect,
        help_text="At most one a day, of all your productions together.",
        error_messages={"required": "Choose one of the three."},
    )
