"""The forms of a production: its particulars and its calendar.

A form only shapes what was typed; the services say what will do, and their problems come back here.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from clearslate.accounts.models import Organisation
from clearslate.productions.calendar import GivenCalendar, GivenEpisode
from clearslate.productions.errors import ProductionsError
from clearslate.productions.models import Milestone, Production
from clearslate.productions.particulars import Particulars, guilds, kinds
from clearslate.productions.selectors import Row

_DAY = {"type": "date"}

#: Empty lines of a calendar for further episodes: at first, and later.
_LINES, _SPARE = 8, 3

DAYS = tuple((str(kind), str(label)) for kind, label in Milestone.Kind.choices)
"""The days of a calendar, with their words."""


def say(form: forms.Form, error: ProductionsError) -> None:
    """Put the problems of a service on the fields that they are about."""
    for name, message in error.problems or [("", str(error))]:
        form.add_error(name if name in form.fields else None, message)


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A day, typed or chosen."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )


def _zones() -> list[tuple[str, str]]:
    names = sorted(zoneinfo.available_timezones())
    return [(name, name.replace("_", " ")) for name in names if "/" in name or name == "UTC"]


class ParticularsForm(forms.Form):
    """What is said of a production as a whole."""

    data: Any
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code_name = forms.CharField(
        label="Code name",
        max_length=40,
        help_text="Mail, file names and feeds use it, never the title.",
    )
    title = forms.CharField(
        label="Title",
        max_length=120,
        required=False,
        help_text="Shown on the production's own pages only.",
    )
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect)
    phase = forms.ChoiceField(label="Phase", choices=Production.Phase.choices)
    zone = forms.ChoiceField(
        label="Time zone", help_text="Its days begin and end by this clock.", initial="UTC"
    )
    territories = forms.CharField(
        label="Territories",
        required=False,
        max_length=400,
        help_text="Country codes such as GB, US, DE. Leave it empty for all territories.",
    )
    guilds = forms.MultipleChoiceField(
        label="Guild agreements in force",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds().items())
        self.fields["zone"].choices = _zones()
        self.fields["guilds"].choices = list(guilds().items())

    @staticmethod
    def of(production: Production) -> dict[str, Any]:
        """What the form shows of a production at first."""
        return {
            "revision": production.revision,
            "code_name": production.code_name,
            "title": production.title,
            "kind": production.kind,
            "phase": production.phase,
            "zone": production.zone,
            "territories": ", ".join(production.territories),
            "guilds": production.guilds,
        }

    def meanwhile(self, production: Production) -> list[tuple[str, str]]:
        """What stands now where it differs from what was typed; sent again, what was typed wins."""
        now = self.of(production)
        differing = [
            (str(self.fields[name].label), name)
            for name, value in now.items()
            if name != "revision" and value != self.cleaned_data.get(name)
        ]
        self.data = self.data.copy()
        self.data["revision"] = str(production.revision)
        return [(label, self._words(name, now[name])) for label, name in differing]

    def _words(self, name: str, value: Any) -> str:
        """A value in the words that the form offers for it."""
        offered = dict(getattr(self.fields[name], "choices", ()))
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(offered.get(each, each)) for each in values)

    def particulars(self, **more: Any) -> Particulars:
        """What was typed, for the service."""
        given = self.cleaned_data
        return Particulars(
            code_name=given["code_name"],
            title=given["title"],
            kind=given["kind"],
            phase=given["phase"],
            zone=given["zone"],
            territories=tuple(given["territories"].replace(",", " ").split()),
            guilds=tuple(given["guilds"]),
            **more,
        )


class NewProductionForm(ParticularsForm):
    """A new production, with its first coordinator."""

    slug = forms.CharField(
        label="Name in addresses",
        max_length=40,
        required=False,
        help_text="Made from the code name when empty. Consents use it, so it stays.",
    )
    photography_from = day_field(
        "Principal photography begins", help_text="Some guild agreements count from this day."
    )
    organisation = forms.ChoiceField(label="Organisation", help_text="Whose production it is.")
    email = forms.EmailField(
        label="E-mail address of the first coordinator",
        help_text="They then invite everybody else.",
    )
    name = forms.CharField(
        label="Name of the first coordinator",
        max_length=120,
        required=False,
        help_text="Needed only where the address is new here.",
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["revision"]
        self.fields["organisation"].choices = [("", "Choose one")] + [
            (each.id, each.name) for each in organisations
        ]


class CalendarForm(forms.Form):
    """The calendar as a table: a line for the whole, one per episode, and some empty ones."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Iterable[Row], film: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        whole, *episodes = rows
        self.places: list[tuple[str, int | None]] = []
        """The place of each line of an episode, and the row it is of."""
        self._days("", "The whole production", whole.days)
        if not film:
            for row in episodes:
                if row.episode is not None:
                    self._episode(row.episode.id, row.episode.code, row.episode.title, row.days)
            for _ in range(_SPARE if episodes else _LINES):
                self._episode(None, "", "", {})

    def _episode(self, row: int | None, code: str, title: str, days: Mapping[str, date]) -> None:
        place = f"{len(self.places)}."
        called = code or "new episode"
        self.places.append((place, row))
        self.fields[f"{place}code"] = forms.CharField(
            label=f"Code of {called}", max_length=12, required=False, initial=code
        )
        self.fields[f"{place}title"] = forms.CharField(
            label=f"Title of {called}", max_length=120, required=False, initial=title
        )
        self._days(place, called, days)
        if row is not None:
            self.fields[f"{place}id"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row, required=False
            )
            self.fields[f"{place}remove"] = forms.BooleanField(
                label=f"Remove {called}", required=False
            )

    def _days(self, place: str, called: str, days: Mapping[str, date]) -> None:
        for kind, label in DAYS:
            field = day_field(f"{called}: {label}")
            field.initial = days.get(kind)
            self.fields[f"{place}{kind}"] = field

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The fields of each line, for the template."""
        return [
            {
                "code": self[f"{place}code"] if place else None,
                "title": self[f"{place}title"] if place else None,
                "days": [self[f"{place}{kind}"] for kind, _ in DAYS],
                "id": self[f"{place}id"] if row is not None else None,
                "remove": self[f"{place}remove"] if row is not None else None,
            }
            for place, row in [("", None), *self.places]
        ]

    def given(self) -> tuple[GivenCalendar, list[str]]:
        """The calendar that was typed, and the place of each episode in it."""
        episodes, places = [], []
        for place, row in self.places:
            code = self.cleaned_data[f"{place}code"]
            title = self.cleaned_data[f"{place}title"]
            days = self._typed(place)
            if self.cleaned_data.get(f"{place}remove") or not (row or code or title or days):
                continue
            episodes.append(GivenEpisode(code, title, days, row))
            places.append(place)
        return GivenCalendar(self._typed(""), episodes), places

    def _typed(self, place: str) -> dict[str, date]:
        typed = {kind: self.cleaned_data.get(f"{place}{kind}") for kind, _ in DAYS}
        return {kind: day for kind, day in typed.items() if day}

    def say(self, error: ProductionsError, places: list[str]) -> None:
        """Put problems on the fields of the lines that were typed."""
        moved = []
        for name, message in error.problems:
            index, dot, rest = name.partition(".")
            moved.append((f"{places[int(index)]}{rest}" if dot else name, message))
        say(self, ProductionsError(str(error), moved))
