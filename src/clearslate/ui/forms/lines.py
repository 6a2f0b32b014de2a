"""The forms of the lines beside the written approval, and of exceptions from a hold.

Several stand on one page, so each has ids of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from clearslate.accounts.models import User
from clearslate.clearance.asks import Held
from clearslate.clearance.models import Line
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.services import exceptions, lines
from clearslate.uses.models import Attachment, Use


class ShowForm(forms.Form):
    """What was shown."""

    shown = forms.CharField(
        label="What was shown, how and when",
        max_length=lines.MOST_SHOWN,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was shown."},
    )
    files = forms.MultipleChoiceField(
        label="Which of the files", required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, line: Line, files: Iterable[Attachment] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id=f"show-{line.id}-%s", **kwargs)
        self.fields["files"].choices = [(each.id, each.caption or each.name) for each in files]


class AnswerLineForm(forms.Form):
    """The answer, and whose it was."""

    response = forms.ChoiceField(
        label="Answer",
        choices=Line.Response.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the answers."},
    )
    answered_by = forms.ChoiceField(label="Whose answer it was", required=False)
    note = forms.CharField(
        label="In a sentence",
        required=False,
        max_length=lines.MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where something should change, or is not agreed.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: Line, people: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"answer-{line.id}-%s", **kwargs)
        self.fields["answered_by"].choices = [
            ("", "Choose somebody"),
            *((each.id, str(each)) for each in people),
        ]


class OpenForm(forms.Form):
    """Another line to ask for."""

    kind = forms.ChoiceField(label="What is asked for", choices=Line.Kind.choices)


class GrantForm(forms.Form):
    """One part of a hold, lifted with a reason until a day."""

    missing = forms.ChoiceField(
        label="Without what", error_messages={"required": "Choose what is missing."}
    )
    reason = forms.ChoiceField(
        label="Reason", error_messages={"required": "Choose a reason from the list."}
    )
    note = forms.CharField(
        label="On what grounds",
        max_length=exceptions.MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facts only: everybody who sees the use reads this.",
        error_messages={"required": "Say on what grounds."},
    )
    last_day = forms.DateField(
        label="Until, this day included",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until which day.", "invalid": "Write it as YYYY-MM-DD."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, use: Use, held: Iterable[Held] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="grant-%s", **kwargs)
        self.fields["missing"].choices = [
            ("", "Choose one"),
            *((key_of(each), f"{each.title}{_about(each)}") for each in held),
        ]
        self.fields["reason"].choices = [
            ("", "Choose a reason"),
            *((each.id, each.title) for each in reasons_for(use, "exception")),
        ]


def key_of(held: Held) -> str:
    """What a form calls one part of a hold."""
    return f"{held.evidence}|{held.subject}"


def _about(held: Held) -> str:
    return f" ({held.subject})" if held.subject else ""
