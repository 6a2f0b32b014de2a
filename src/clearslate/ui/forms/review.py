"""The forms of the review page: the decision with its conditions, questions, answers and remarks.

Which fields count follows from what is decided: nobody is stopped by a field that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from clearslate.clearance.conditions import KINDS, MOST, Agreed, checked
from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.reasons import MOST as MOST_REASONS
from clearslate.clearance.services.deciding import MOST_NOTE
from clearslate.clearance.services.talking import MOST_ANSWER, MOST_QUESTION
from clearslate.ui.forms.productions import day_field

APPROVED, CONDITIONS, ASK, DECLINED = "approved", "conditions", "ask", "declined"
VERDICTS = (
    (APPROVED, "Approve"),
    (CONDITIONS, "Approve with conditions"),
    (ASK, "Ask a question"),
    (DECLINED, "Decline"),
)
ROWS, SPARE = 3, 2
"""Empty lines for conditions: at first, and with each wish for more."""

_NO_VALUE = ("no_promotion", "human_recreation")
_MENU = [("", "Choose a kind"), *((key, title) for key, title in KINDS.items() if key != "pack")]

_BELONGS = {
    APPROVED: ("area", "note", "ends"),
    CONDITIONS: ("area", "note", "ends", "carries"),
    ASK: ("to", "about", "question"),
    DECLINED: ("area", "note"),
}

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """What a decision can be made of."""

    areas: Choices
    """The reviews that may be decided, by id."""
    ticked: Sequence[str]
    reasons: Mapping[str, Choices]
    """By verdict."""
    carries: Mapping[str, str]
    """Conditions of the packs that may be added, by id."""
    people: Choices
    """Who can be asked."""
    to: str = ""
    """Who is asked unless somebody else is chosen."""
    pack: Mapping[str, str] = field(default_factory=dict)
    """Every condition of the packs, by id."""


class DecisionForm(forms.Form):
    """What is decided, for which areas, and on which grounds."""

    data: Any
    verdict = forms.ChoiceField(
        label="Your decision",
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four."},
    )
    area = forms.MultipleChoiceField(
        label="You decide for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one area.",
            "invalid_choice": "Choose among the areas that are listed.",
        },
    )
    carries = forms.MultipleChoiceField(
        label="Of the rules", widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label="Factual note",
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ends = day_field("Ends on", help_text="The first day on which it no longer holds.")
    to = forms.ChoiceField(label="Whom", error_messages={"required": "Choose whom to ask."})
    about = forms.ChoiceField(label="For which area", required=False)
    question = forms.CharField(
        label="Question",
        max_length=MOST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the question."},
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, offered: Offered) -> None:
        super().__init__(data, initial={"area": list(offered.ticked), "to": offered.to})
        self.offered = offered
        self.count = _rows_in(data)
        self.fields["area"].choices = list(offered.areas)
        self.fields["about"].choices = list(offered.areas)
        self.fields["to"].choices = list(offered.people)
        self.fields["carries"].choices = list(offered.carries.items())
        for verdict in (APPROVED, CONDITIONS, DECLINED):
            self.fields[f"reasons_{verdict}"] = _reasons(offered.reasons.get(verdict, ()))
        for place in range(self.count):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"Condition {place + 1}", choices=_MENU, required=False
            )
            self.fields[f"value_{place}"] = forms.CharField(
                label=f"What it says, {place + 1}", required=False, max_length=4000
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines for conditions, as the template shows them."""
        return [
            {"place": place, "kind": self[f"kind_{place}"], "value": self[f"value_{place}"]}
            for place in range(self.count)
        ]

    @property
    def reasons(self) -> list[str]:
        """The reasons for what is decided."""
        return list(self.cleaned_data[f"reasons_{self.cleaned_data['verdict']}"])

    @property
    def conditions(self) -> list[Agreed]:
        """The conditions, once the form was checked; none unless they are what is decided."""
        found: list[Agreed] = self.cleaned_data.get("agreed", [])
        return found

    def clean(self) -> dict[str, Any]:
        """Look only at what belongs to what is decided."""
        given: dict[str, Any] = self.cleaned_data
        verdict = given.get("verdict")
        self._forget_others(verdict)
        if verdict == CONDITIONS:
            given["agreed"] = self._agreed()
        return given

    def _forget_others(self, verdict: str | None) -> None:
        """Drop what is wrong with fields that do not belong to what is decided."""
        belongs = {"verdict", *_BELONGS.get(str(verdict), ()), f"reasons_{verdict}"}
        for name in set(self.errors) - belongs:
            if verdict != CONDITIONS or not name.startswith(("kind_", "value_")):
                del self.errors[name]
                self.cleaned_data[name] = None

    def _agreed(self) -> list[Agreed]:
        """The conditions of the lines and of the rules; what is wrong stands at its line."""
        found = []
        for place in range(self.count):
            kind = self.cleaned_data.get(f"kind_{place}", "")
            value = (self.cleaned_data.get(f"value_{place}") or "").strip()
            if not kind and value:
                self.add_error(f"kind_{place}", "Choose a kind, or empty the line.")
            elif kind:
                found += self._checked(place, kind, value)
        for each in self.cleaned_data.get("carries") or ():
            found.append(checked("pack", each, pack=self.offered.pack))
        wrong = any(name.startswith(("kind_", "value_", "carries")) for name in self.errors)
        if not found and not wrong:
            self.add_error("kind_0", "Add a condition, or approve without conditions.")
        return found

    def _checked(self, place: int, kind: str, value: str) -> list[Agreed]:
        try:
            return [checked(kind, value, pack=self.offered.pack)]
        except ClearanceError as error:
            name = f"kind_{place}" if kind in _NO_VALUE else f"value_{place}"
            self.add_error(name, str(error))
            return []


class SayForm(forms.Form):
    """A remark or an answer."""

    text = forms.CharField(
        max_length=MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write something first."},
    )

    def __init__(self, *args: Any, label: str = "Remark", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


def with_rows(sent: Any) -> Any:
    """What was sent, with lines for conditions added or taken away as its button says."""
    changed = sent.copy()
    count = _rows_in(sent)
    if "more" in sent:
        count = min(count + SPARE, MOST)
    taken = sent.get("remove", "")
    if taken.isascii() and taken.isdecimal() and int(taken[:4]) < count:
        for place in range(int(taken[:4]), count):
            for name in ("kind", "value"):
                changed[f"{name}_{place}"] = changed.get(f"{name}_{place + 1}", "")
        count = max(count - 1, 1)
    changed["rows"] = str(count)
    return changed


def _rows_in(sent: Mapping[str, Any] | None) -> int:
    text = (sent or {}).get("rows", "")
    fits = str(text).isascii() and str(text).isdecimal() and len(str(text)) < 3
    return min(max(int(text), 1), MOST) if fits else ROWS


def _reasons(choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Reason",
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose a reason from the list.",
            "invalid_choice": f"Choose one to {MOST_REASONS} from the list.",
        },
    )


def last_day(form: DecisionForm) -> date | None:
    """The day from which a decision no longer holds, where one was written."""
    day: date | None = form.cleaned_data.get("ends")
    return day
