"""What is said of a production as a whole: its particulars, checked field by field."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from clearslate.policy.declaration.schema import core_schema
from clearslate.productions.calendar import days_out
from clearslate.productions.errors import refuse
from clearslate.productions.models import Production

MOST_TERRITORIES = 60


@dataclass(frozen=True)
class Particulars:
    """What is said of a production when it is created or edited."""

    code_name: str
    kind: str
    zone: str
    title: str = ""
    slug: str = ""
    """For its addresses; made from the code name where it is empty, and fixed from then on."""
    phase: str = "development"
    territories: tuple[str, ...] = ()
    guilds: tuple[str, ...] = ()
    photography_from: date | None = None


FIELDS = (
    "code_name",
    "title",
    "kind",
    "phase",
    "zone",
    "territories",
    "guilds",
    "photography_from",
)
"""What may be edited, by the names that forms and the ledger use."""


def kinds() -> dict[str, str]:
    """The kinds of production there are, in words."""
    return dict(core_schema().vocabularies["production_kind"])


def guilds() -> dict[str, str]:
    """The guilds whose agreements may be in force."""
    words = core_schema().vocabularies["guild"]
    return {word: title for word, title in words.items() if word != "none"}


def apply(given: Particulars, production: Production) -> list[str]:
    """Set the fields of a row as given, cleaned. Returns the names of those that changed.

    Raises `ProductionsError` with every problem.
    """
    new = {
        "code_name": " ".join(given.code_name.split()),
        "title": " ".join(given.title.split()),
        "kind": given.kind,
        "phase": given.phase,
        "zone": given.zone.strip(),
        "territories": sorted({each.strip().upper() for each in given.territories if each.strip()}),
        "guilds": sorted(set(given.guilds)),
        "photography_from": given.photography_from,
    }
    refuse([*_flaws(new, production)])
    changed = [name for name in FIELDS if getattr(production, name) != new[name]]
    for name in changed:
        setattr(production, name, new[name])
    return changed


def new_slug(given: Particulars) -> str:
    """The slug of a new production. Raises `ProductionsError` where it will not do."""
    slug = given.slug.strip() or slugify(given.code_name)[:40].strip("-")
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?", slug):
        refuse([("slug", "Write small letters, digits and hyphens, at most 40, like saltbox-s2.")])
    if Production.objects.filter(slug=slug).exists():
        refuse([("slug", f"Another production has the address “{slug}”. Choose another.")])
    return slug


def _flaws(new: Mapping[str, object], production: Production) -> Iterator[tuple[str, str]]:
    code_name, title = str(new["code_name"]), str(new["title"])
    if not code_name or len(code_name) > 40 or not code_name.isprintable():
        yield "code_name", "Write a code name of at most 40 letters."
    elif Production.objects.filter(code_name__iexact=code_name).exclude(id=production.id).exists():
        yield "code_name", f"Another production is called “{code_name}”. Choose another code name."
    if len(title) > 120 or not title.isprintable():
        yield "title", "Write at most 120 letters."
    if new["kind"] not in kinds():
        yield "kind", "Choose a kind from the list."
    elif new["kind"] == "film" and production.pk and production.episodes.exists():
        yield "kind", "A film has no episodes. Remove them from the calendar first."
    if new["phase"] not in Production.Phase.values:
        yield "phase", "Choose a phase from the list."
    if new["zone"] not in zoneinfo.available_timezones():
        yield "zone", "Write a time zone such as Europe/London or America/Los_Angeles."
    begins = new["photography_from"]
    if isinstance(begins, date):
        yield from days_out({"photography_from": begins})
    territories = new["territories"]
    if not isinstance(territories, list) or len(territories) > MOST_TERRITORIES:
        yield "territories", f"List at most {MOST_TERRITORIES} countries."
    elif wrong := [each for each in territories if not re.fullmatch("[A-Z]{2}", each)]:
        yield "territories", f"“{wrong[0]}” is no country code of two letters, like GB or US."
    if not isinstance(new["guilds"], list) or set(new["guilds"]) - set(guilds()):
        yield "guilds", "Choose guilds from the list."
