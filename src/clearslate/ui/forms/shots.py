"""The form that registers shots: lines that are pasted, or a table as a file."""

from __future__ import annotations

from typing import Any

from django import forms

from clearslate.envelopes.errors import LinesError
from clearslate.envelopes.shots import MOST_BYTES, Shot, read_lines, read_table


class ShotsForm(forms.Form):
    """Versions of shots, as text or as a file."""

    lines = forms.CharField(
        label="Shots",
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One in each line: shot, version, seconds. Version and seconds can be left out.",
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        help_text="With the columns shot, version and seconds, at most 500 kB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )
    shots: tuple[Shot, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Exactly one of both, and every line of it can be read."""
        given: dict[str, Any] = super().clean()
        file, text = given.get("file"), given.get("lines", "")
        if file and text.strip():
            self.add_error("lines", "Give lines or a file, not both.")
        elif file:
            self._read("file", file)
        elif text.strip():
            self._read("lines", text)
        elif not self.errors:
            self.add_error("lines", "Write at least one shot, or choose a file.")
        return given

    def _read(self, name: str, given: Any) -> None:
        try:
            if name == "file":
                self.shots = read_table(given.read(MOST_BYTES + 1))
            else:
                self.shots = read_lines(given)
        except LinesError as error:
            for _, message in error.problems or [("", str(error))]:
                self.add_error(name, message)
