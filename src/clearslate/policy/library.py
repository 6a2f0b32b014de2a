"""The library's front: from a path, a text or a dictionary to an assessment, in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from clearslate import packs as content
from clearslate.policy import intake
from clearslate.policy.assess.assess import Assessor, schema_of
from clearslate.policy.assess.assessment import Assessment
from clearslate.policy.case import Case, Rulebook
from clearslate.policy.dates import day_of
from clearslate.policy.declaration.check import Document
from clearslate.policy.documents import read_file
from clearslate.policy.errors import DocumentError, PackError, Problem, did_you_mean
from clearslate.policy.pack.load import Loaded, shipped_pack
from clearslate.policy.pack.load import load_pack as load_from

#: A document: a path, the text itself (YAML or JSON), its bytes, or its values.
Source: TypeAlias = str | Path | bytes | Mapping[str, Any]


def assess(
    source: Source,
    *,
    on: date | str,
    facts: Source | None = None,
    packs: Sequence[str | Path | Loaded] = (),
    adopted_by: str = "",
    switches: Mapping[str, str] | None = None,
) -> Assessment:
    """The assessment of a declaration or a case.

    `source` is a path, a text that holds a line break, bytes or a dictionary. `on` is the date of
    the assessment; a case keeps the one it is pinned to. `packs` are names of shipped packs, paths
    or loaded packs beside the platform's; they are advisory unless somebody has adopted them.

    Raises PolicyError, with every problem and its place, and OSError where a file cannot be read.
    """
    made = case(source, on=on, facts=facts, packs=packs, adopted_by=adopted_by, switches=switches)
    return Assessor(made.rulebooks).assess(made)


def ways(source: Source, **options: Any) -> Any:
    """The smallest changes that would lower the outcome; takes what `assess` takes."""
    from clearslate.policy import ways as search

    return search.ways(case(source, **options))


def case(
    source: Source,
    *,
    on: date | str,
    facts: Source | None = None,
    packs: Sequence[str | Path | Loaded] = (),
    adopted_by: str = "",
    switches: Mapping[str, str] | None = None,
) -> Case:
    """The case of a declaration: everything its assessment depends on. See `assess`."""
    books = rulebooks(packs, adopted_by=adopted_by)
    schema = schema_of(books)
    own = None if facts is None else intake.read_facts(*_bytes_of(facts), schema)
    given = intake.read(*_bytes_of(source), schema)
    return intake.case_of(given, books, on=_day(on), facts=own, switches=switches)


def read(source: Source, *, packs: Sequence[str | Path | Loaded] = ()) -> Document:
    """A declaration, facts file or case as plain values, checked against the schema.

    Raises PolicyError with every problem and its place.
    """
    return intake.read(*_bytes_of(source), schema_of(rulebooks(packs))).document


def load_pack(name: str | Path) -> Loaded:
    """A policy pack: the name of one that ships, or the path of a folder or file.

    Raises PackError with every problem, each with its file and line.
    """
    if isinstance(name, str) and name in content.shipped():
        return shipped_pack(name)
    path = Path(name)
    if not path.exists():
        known = content.shipped()
        message = f"There is no pack at “{name}”. Packs that ship are {', '.join(known)}."
        raise PackError([Problem(message, suggestion=did_you_mean(str(name), known))])
    return load_from(path)


def rulebooks(
    added: Sequence[str | Path | Loaded] = (), *, adopted_by: str = ""
) -> tuple[Rulebook, ...]:
    """The platform's pack with the packs added to it, adopted or advisory."""
    base = shipped_pack()
    loaded = [each if isinstance(each, Loaded) else load_pack(each) for each in added]
    # A pack that is named twice, or the platform's by its name, is one pack.
    others = {each.pack.sha256: each for each in loaded if each.pack.sha256 != base.pack.sha256}
    return intake.make_rulebooks(base, tuple(others.values()), adopted_by=adopted_by)


def _bytes_of(source: Source) -> tuple[bytes | Mapping[str, Any], str]:
    """The document as it is read, and the name that problems give it."""
    if isinstance(source, Mapping):
        return source, "document"
    if isinstance(source, bytes):
        return source, "-"
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        # Half a character is then refused as any other byte that is no text.
        return source.encode(errors="surrogatepass"), "-"
    path = Path(source)
    if not path.is_file():
        raise DocumentError([Problem("There is no such file.", file=str(path))])
    with path.open("rb") as file:
        return read_file(file), str(path)


def _day(on: date | str) -> date:
    if isinstance(on, date):
        return on
    day = day_of(on)
    if day is None:
        raise DocumentError([Problem(f"“{on}” is no date such as 2026-11-24.", path="on")])
    return day
