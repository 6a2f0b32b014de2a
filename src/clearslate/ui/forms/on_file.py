"""The form that files facts."""

from __future__ import annotations

from typing import Any

from django import forms


class FactsForm(forms.Form):
    """A document of facts, as a file or as text."""

    MOST = 1_000_000

    after = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="As a file",
        required=False,
        help_text="A facts/1 document in YAML or JSON, at most 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )
    document = forms.CharField(
        label="Or as text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of both, and not too large."""
        given: dict[str, Any] = super().clean()
        file, text = given.get("file"), given.get("document", "")
        if file and text.strip():
            self.add_error("document", "Give a file or a text, not both.")
        elif not file and not text.strip() and not self.errors:
            self.add_error("file", "Choose a file, or write the document below.")
        if file and file.size > self.MOST:
            self.add_error("file", f"The file has more than {self.MOST:,} bytes.")
        return given

    def given(self) -> tuple[str, bytes]:
        """The name and the bytes of the document."""
        file = self.cleaned_data["file"]
        if file:
            return str(file.name), file.read(self.MOST + 1)
        return "-", self.cleaned_data["document"].replace("\r\n", "\n").encode()
