"""What the demo carries out, read from the series: who there is, and what they did when.

The story ends on the day of `demo.yaml`. All its days move together by whole weeks, so that it ends
in the week before it is built, in any year, and weekdays stay weekdays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from clearslate.accounts.permissions import OFFICES, ROLES, Office
from clearslate.policy.documents import plain, read_text

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})( \d{2}:\d{2})?")
_WEEK = 7


@dataclass(frozen=True)
class Story:
    """The cast, the productions and the acts, with their days moved."""

    folder: Path
    later: timedelta
    cast: Mapping[str, Any]
    productions: list[dict[str, Any]]
    acts: list[dict[str, Any]]

    @property
    def password(self) -> str:
        """The one that everybody signs in with."""
        return str(self.cast["password"])

    def document(self, name: str) -> dict[str, Any]:
        """A document of the series by the name of its file, with its days moved."""
        moved: dict[str, Any] = _moved(_read(self.folder, name), self.later)
        return moved

    def production(self, key: str) -> dict[str, Any]:
        """A production by its key."""
        return next(each for each in self.productions if each["key"] == key)

    def instant(self, said: str, production: str) -> datetime:
        """A minute of a production's own clock."""
        zone = ZoneInfo(self.production(production)["zone"])
        return datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def read_story(folder: Path, today: date) -> Story:
    """The story of a series' folder, as it is told on a day."""
    told = date.fromisoformat(str(_read(folder, "demo")["date"]))
    later = timedelta((today - told).days // _WEEK * _WEEK)
    cast = _read(folder / "demo", "people")
    script = _moved(_read(folder / "demo", "story"), later)
    decided = _moved(_read(folder / "demo", "deciding"), later)
    acts = [*script["acts"], *decided["acts"]]
    return Story(folder, later, cast, script["productions"], acts)


class SignIn(NamedTuple):
    """One of those whose password is told: what they are, and their address."""

    role: str
    email: str


def sign_ins(story: Story) -> list[SignIn]:
    """One for each role of the series and each office, and one for every other production."""
    told = {each["key"]: each for each in story.cast["people"] if each.get("signs_in") == "yes"}
    found: dict[str, SignIn] = {}
    for number, production in enumerate(story.productions):
        members = [{"who": production["coordinator"], "role": "coordinator"}]
        members += production["members"]
        for member in members:
            person = told.get(member["who"])
            title = ROLES[member["role"]].title
            if number:
                title = f"{title} of {production['code_name']}"
            if person:
                found.setdefault(title, SignIn(title, email_of(person)))
    for person in told.values():
        if "office" in person:
            title = OFFICES[Office(person["office"])][0].title
            found[title] = SignIn(title, email_of(person))
    seen: dict[str, SignIn] = {}
    for each in found.values():
        seen.setdefault(each.email, each)
    return list(seen.values())


def email_of(person: Mapping[str, Any]) -> str:
    """The address of somebody: their name, at the organisation they belong to."""
    name = str(person["name"]).lower().replace(" ", ".")
    return f"{name}@{person['of']}.example"


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.yaml"
    document: dict[str, Any] = plain(read_text(path.read_bytes(), name=str(path)))
    return document


def _moved(value: Any, later: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(each, later) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, later) for each in value]
    if isinstance(value, str) and (found := _DAY.fullmatch(value)):
        return (date.fromisoformat(found[1]) + later).isoformat() + (found[2] or "")
    return value
