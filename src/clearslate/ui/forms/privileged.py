"""The forms of privileged notes."""

from __future__ import annotations

from django import forms

from clearslate.privileged.notes import MOST_TEXT


class NoteForm(forms.Form):
    """What a note says, and the wording that was read."""

    text = forms.CharField(
        label="Note",
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Legal advice only. Facts belong on the use, where everybody finds them.",
        error_messages={"required": "Write something first."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class RemoveForm(forms.Form):
    """That a note is to go for good, and the wording that was read."""

    sure = forms.BooleanField(
        label="Remove it with every older wording. Nobody can bring it back.",
        error_messages={"required": "Tick the box, if it is to go for good."},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SwitchForm(forms.Form):
    """Whether notes are to be on."""

    on = forms.TypedChoiceField(
        choices=[("yes", "on"), ("no", "off")], coerce=lambda value: value == "yes"
    )
