"""What the tests of the documentation and the examples share: paths, tables, the series."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clearslate.policy.assess import Assessment, Assessor
from clearslate.policy.case import Rulebook, make_case
from clearslate.policy.declaration.check import check_declaration, check_facts
from clearslate.policy.declaration.schema import core_schema
from clearslate.policy.documents import plain, read_text
from clearslate.policy.pack import shipped_pack

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SERIES = ROOT / "examples" / "series"
HOUSE = ROOT / "examples" / "house"
#: The day on which the tables and the demo speak.
DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Row:
    """One line of the series' tables."""

    file: str
    shows: str
    rows: tuple[str, ...]
    outcome: str


def table() -> Iterator[Row]:
    """The lines of all tables in the series' README."""
    text = (SERIES / "README.md").read_text(encoding="utf-8")
    for name, shows, rows, outcome in re.findall(
        r"^\| \[[\w-]+\]\(([\w-]+\.yaml)\) \| (.+?) \| (.+?) \| (.+?) \|$", text, re.M
    ):
        yield Row(name, shows, tuple(rows.split()), outcome)


def declared() -> list[str]:
    """The names of the series' declarations."""
    others = {"facts.yaml", "demo.yaml"}
    return sorted(path.name for path in SERIES.glob("*.yaml") if path.name not in others)


def document(path: Path) -> Any:
    """A document as plain values."""
    return plain(read_text(path.read_bytes(), name=path.name))


@functools.cache
def facts() -> dict[str, Any]:
    """What is on file for the series."""
    path = SERIES / "facts.yaml"
    node = read_text(path.read_bytes(), name=path.name)
    return check_facts(node, core_schema(), name=path.name)


@functools.cache
def assessor() -> Assessor:
    """The platform pack, ready for many cases."""
    return Assessor([Rulebook(shipped_pack())])


def declaration(name: str) -> dict[str, Any]:
    """One declaration of the series, as checked values of its own."""
    path = SERIES / name
    node = read_text(path.read_bytes(), name=name)
    return check_declaration(node, assessor().schema, name=name)


def assess(values: dict[str, Any], **switches: str) -> Assessment:
    """The assessment of a declaration with what is on file for the series."""
    rulebooks = [applied.rulebook for applied in assessor().applied]
    case = make_case(values, rulebooks=rulebooks, on=DAY, facts=facts(), switches=switches)
    return assessor().assess(case)


def assessed(name: str, **switches: str) -> Assessment:
    """The assessment of one declaration of the series."""
    return assess(declaration(name), **switches)
