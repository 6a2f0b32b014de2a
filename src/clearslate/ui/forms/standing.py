"""The forms of standing approvals: giving one, and ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from clearslate.envelopes.errors import EnvelopesError
from clearslate.envelopes.findings import coverable
from clearslate.envelopes.giving import MOST_NOTE, MOST_TITLE, MOST_WORDS, Wanted
from clearslate.envelopes.in_frame import vocabulary
from clearslate.envelopes.models import Origin
from clearslate.envelopes.scope import BY, Scope, Tool
from clearslate.envelopes.services.standing import MOST_REASON
from clearslate.policy.case import Rulebook
from clearslate.policy.declaration.schema import core_schema
from clearslate.ui.envelopes import craft_text
from clearslate.ui.forms.productions import day_field

_LISTS = ("departments", "media", "techniques", "destinations", "kept_out", "covers")


def say(form: forms.Form, error: EnvelopesError, otherwise: str | None = None) -> None:
    """Put the problems of a service on the fields that they are about."""
    for name, message in error.problems or [("", str(error))]:
        form.add_error(name if name in form.fields else otherwise, message)


def _several(label: str, *, required: bool = False, help_text: str = "", missing: str = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
        error_messages={"required": missing},
    )


def _lines(label: str, help_text: str, rows: int = 3) -> Any:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}),
        help_text=help_text,
    )


class StandingForm(forms.Form):
    """A standing approval: kind of work, tools, destinations, findings, ceiling, days."""

    origin = forms.ChoiceField(choices=Origin.choices, widget=forms.HiddenInput)
    title = forms.CharField(
        label="Title",
        max_length=MOST_TITLE,
        help_text="The kind of work in a few words.",
        error_messages={"required": "Give it a title: the kind of work in a few words."},
    )
    departments = _several("Departments", help_text="Choose none for any.")
    media = _several("Media", required=True, missing="Say which media it covers.")
    techniques = _several(
        "What the tools may do", required=True, missing="Say what the tools may do."
    )
    craft_only = forms.BooleanField(label="Only craft work", required=False)
    tools = _lines(
        "Tools",
        "One in each line: name; version; tier. Leave out what may be any."
        " Without a tool it covers any whose terms raise no finding.",
    )
    by = forms.ChoiceField(label="Who may do it", choices=BY.items(), widget=forms.RadioSelect)
    vendors = _lines("Vendors", "One in each line.", rows=2)
    destinations = _several(
        "Where results may end up",
        required=True,
        missing="Say where the results may end up.",
    )
    covers_finals = forms.BooleanField(
        label="It covers finals",
        required=False,
        help_text="Results may stay in a final without somebody looking at each.",
    )
    covers = _several(
        "Findings it covers",
        required=True,
        help_text="A use with any other finding is decided on its own.",
        missing="Say which findings it covers. Without one nothing would fit.",
    )
    most_shots = forms.IntegerField(
        label="At most so many shots", required=False, help_text="Leave it empty for any number."
    )
    most_seconds = forms.CharField(
        label="At most so many seconds",
        required=False,
        max_length=16,
        help_text="Such as 90 or 4.5. Leave it empty for any number.",
    )
    kept_out = _several(
        "Kept out of the frame",
        help_text="Whoever registers a shot says that none of it is there.",
    )
    kept_out_words = forms.CharField(
        label="Kept out besides, in your own words", required=False, max_length=MOST_WORDS
    )
    from_day = day_field("From", required=True, help_text="Today or later.")
    to_day = day_field(
        "Until", required=True, help_text="The first day on which it no longer holds."
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facts that whoever works under it should know.",
    )

    def __init__(self, *args: Any, rulebooks: Sequence[Rulebook], **options: Any) -> None:
        super().__init__(*args, **options)
        words = core_schema().vocabularies
        choices: Mapping[str, list[tuple[str, str]]] = {
            "departments": list(words["department"].items()),
            "media": list(words["medium"].items()),
            "techniques": [pair for pair in words["technique"].items() if pair[0] != "not_ai"],
            "destinations": list(words["destination"].items()),
            "kept_out": [(each.id, each.title) for each in vocabulary().values()],
            "covers": [(each.id, each.title) for each in coverable(rulebooks).values()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered
        text = craft_text(rulebooks)
        if text:
            self.fields["craft_only"].help_text = text
        else:
            del self.fields["craft_only"]

    @staticmethod
    def of(offered: Wanted) -> dict[str, Any]:
        """What the form shows of a proposal at first."""
        scope = offered.scope
        return {
            "origin": offered.origin,
            "title": offered.title,
            "note": offered.note,
            "from_day": offered.from_day,
            "to_day": offered.to_day,
            **{name: list(getattr(scope, name)) for name in _LISTS},
            "craft_only": scope.craft_only,
            "covers_finals": scope.covers_finals,
            "by": scope.by,
            "tools": "\n".join("; ".join((t.name, t.version, t.tier)) for t in scope.tools),
            "vendors": "\n".join(scope.vendors),
            "most_shots": scope.most_shots,
            "most_seconds": scope.most_seconds,
            "kept_out_words": scope.kept_out_words,
        }

    def clean_tools(self) -> tuple[Tool, ...]:
        """The tools, a line each."""
        found = []
        for number, line in _written(self.cleaned_data["tools"]):
            name, *rest = (" ".join(part.split()) for part in line.split(";"))
            if not name or len(rest) > 2:
                raise forms.ValidationError(f"Line {number}: write a name; a version; a tier.")
            found.append(Tool(name, *rest))
        return tuple(found)

    def clean_vendors(self) -> tuple[str, ...]:
        """The vendors, a line each."""
        return tuple(" ".join(line.split()) for _, line in _written(self.cleaned_data["vendors"]))

    def wanted(self) -> Wanted:
        """What was typed, for the service."""
        given = self.cleaned_data
        scope = Scope(
            **{name: tuple(given[name]) for name in _LISTS},
            craft_only=given.get("craft_only", False),
            covers_finals=given["covers_finals"],
            tools=given["tools"],
            by=given["by"],
            vendors=given["vendors"],
            most_shots=given["most_shots"],
            most_seconds=given["most_seconds"].strip(),
            kept_out_words=given["kept_out_words"],
        )
        return Wanted(
            given["title"],
            scope,
            given["from_day"],
            given["to_day"],
            given["note"],
            given["origin"],
        )


class EndForm(forms.Form):
    """Why a standing approval ends before its day."""

    reason = forms.CharField(
        label="Reason",
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One or two sentences. It is kept in the record under your name.",
        error_messages={"required": "Say why, in one or two sentences."},
    )


def _written(text: str) -> list[tuple[int, str]]:
    """The lines that are not empty, each with its number."""
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
