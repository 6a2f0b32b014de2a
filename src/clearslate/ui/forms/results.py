"""The forms of results: sending them, and looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from clearslate.clearance.models import ResultLook
from clearslate.clearance.reasons import reasons_for
from clearslate.clearance.results import human_input_asked
from clearslate.clearance.services.results import MOST_HUMAN, MOST_NOTE
from clearslate.uses.models import Use


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once; none is an empty list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file checked by itself."""
        given = data if isinstance(data, list) else [data] if data else []
        return [super(_FilesField, self).clean(each, initial) for each in given]


class SendForm(forms.Form):
    """Stills and clips of one output."""

    output = forms.ChoiceField(label="Which output", error_messages={"required": "Choose one."})
    stills = _FilesField(
        label="Stills",
        required=False,
        widget=_Files,
        help_text="PNG, JPEG or WebP. The shot and version are read from the names.",
    )
    sums = forms.CharField(
        label="Clips by their hash",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The lines that sha256sum prints. The clips stay where they are.",
    )
    note = forms.CharField(label="Note", required=False, max_length=MOST_NOTE)

    def __init__(self, *args: Any, outputs: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, auto_id="send-%s", **kwargs)
        self.fields["output"].choices = [(each, each) for each in outputs]


class LookForm(forms.Form):
    """What somebody found who did not make the results."""

    resemblance = forms.ChoiceField(
        label="Likeness of a person or a work",
        choices=ResultLook.Resemblance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you found one."},
    )
    quality = forms.ChoiceField(
        label="Quality test",
        choices=ResultLook.Quality.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was passed."},
    )
    human_input = forms.CharField(
        label="What people made or shaped in it",
        required=False,
        error_messages={"required": "Say what people made or shaped: a condition asks for it."},
        max_length=MOST_HUMAN,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cleared = forms.ChoiceField(
        label="What becomes of them",
        choices=[("yes", "Clear them: they may stay in"), ("no", "Send them back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Clear them, or send them back."},
    )
    reason = forms.ChoiceField(
        label="Reason", error_messages={"required": "Choose a reason from the list."}
    )
    note = forms.CharField(label="Factual note", required=False, max_length=MOST_NOTE)

    def __init__(self, *args: Any, use: Use, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="look-%s", **kwargs)
        if human_input_asked(use):
            self.fields["human_input"].required = True
            self.fields["human_input"].help_text = "A condition asks to show it."
        groups = [
            (title, [(each.id, each.title) for each in reasons_for(use, kind)])
            for kind, title in (("approve", "To clear them"), ("send_back", "To send them back"))
        ]
        self.fields["reason"].choices = [("", "Choose a reason"), *groups]
