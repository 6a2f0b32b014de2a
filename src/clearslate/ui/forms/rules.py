"""The forms about packs and readings in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from clearslate.productions.models import Reaches
from clearslate.productions.rules import Reading
from clearslate.productions.uploads import MOST_UPLOAD
from clearslate.ui.forms.productions import day_field

STANDINGS = {
    "adopted": "adopted: it counts in outcomes",
    "advisory": "advisory: its findings are shown, and outcomes stay",
    "ended": "no longer in force",
}


def _reaches(help_text: str) -> forms.ChoiceField:
    """Which uses a statement reaches, of those that are there on its first day."""
    return forms.ChoiceField(
        label="It reaches",
        choices=Reaches.choices,
        widget=forms.RadioSelect,
        initial=str(Reaches.NEW),
        help_text=help_text,
    )


class UploadPackForm(forms.Form):
    """A house pack as a file."""

    pack = forms.FileField(
        label="The pack",
        help_text="One YAML file, or a zip file of its folder. At most 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.zip"}),
    )

    def clean_pack(self) -> Any:
        """Nothing larger is read at all."""
        file = self.cleaned_data["pack"]
        if file.size > MOST_UPLOAD:
            raise forms.ValidationError(f"The file has more than {MOST_UPLOAD:,} bytes.")
        return file


class PackForm(forms.Form):
    """How much a pack counts, from which day on, and for which uses."""

    standing = forms.ChoiceField(label="It is", widget=forms.RadioSelect)
    from_day = day_field("From", required=True, help_text="Today or later.")
    reaches = _reaches("Uses that were declared before keep their rules, unless it reaches them.")

    def __init__(self, *args: Any, standings: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standing"].choices = [(each, STANDINGS[each]) for each in standings]


class SwitchForm(forms.Form):
    """How a switch is read from a day on."""

    value = forms.ChoiceField(label="It is read as", widget=forms.RadioSelect)
    from_day = day_field("From", required=True, help_text="Today or later.")
    reaches = _reaches("Uses that were declared before keep their reading, unless it reaches them.")

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].choices = [
            (name, f"{name}: {text}") for name, text, _ in reading.choices
        ]
