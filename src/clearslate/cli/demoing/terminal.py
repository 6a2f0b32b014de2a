"""The demo without a server: the declarations of a series, copied into a folder and assessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from clearslate.cli.inputs import Input, Inputs
from clearslate.cli.output import has_colour, note, say, say_problems, width
from clearslate.cli.results import Desk, Result
from clearslate.policy import intake
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.documents import plain, read_text
from clearslate.policy.library import rulebooks
from clearslate.policy.render.report import Entry
from clearslate.policy.render.report import render as as_html
from clearslate.policy.render.table import gravest_first, row_of
from clearslate.policy.render.terminal import render, wrapped
from clearslate.policy.render.terminal_table import render as as_table

REPORT = "report.html"
TITLE = "Generative AI on a fictional series"


class Shown(NamedTuple):
    """A declaration that is shown in full, and why."""

    file: str
    why: str


def assess(folder: Path, out: Path) -> None:
    """Assess the declarations of a series' folder, copied into another: table, three, report."""
    day, shown = _plan(folder)
    _copy(folder, out)
    results = _assessed(out, day)
    rows = [row_of(Path(result.name).stem, result.assessment) for result in results]
    say(as_table(gravest_first(rows), colour=has_colour(), width=width()))
    for each in shown:
        result = next((one for one in results if Path(one.name).name == each.file), None)
        if result is not None and result.assessment is not None:
            say("".join(f"{line}\n" for line in _full(each, result)))
    for result in results:
        say_problems(result.problems)
    report = out / REPORT
    entries = [
        Entry(row, result.assessment, result.case, result.ways, result.told)
        for row, result in zip(rows, results, strict=True)
    ]
    report.write_text(as_html(entries, title=TITLE), encoding="utf-8")
    say(f"\nThe report, with every assessment in full: {report.resolve()}\n")


def _plan(folder: Path) -> tuple[date, list[Shown]]:
    """The day to assess for, and what to show in full, from the series' own `demo.yaml`."""
    path = folder / "demo.yaml"
    document = plain(read_text(path.read_bytes(), name=str(path)))
    shown = [Shown(each["file"], each["why"].strip()) for each in document["instructive"]]
    return date.fromisoformat(document["date"]), shown


def _copy(folder: Path, out: Path) -> None:
    """Copy every file that is not there yet; one that somebody changed is kept, and said so."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.yaml")):
        target, text = out / path.name, path.read_bytes()
        if not target.exists():
            target.write_bytes(text)
        elif target.read_bytes() != text:
            note(f"{target}: kept as you changed it.")


def _assessed(out: Path, day: date) -> list[Result]:
    books = rulebooks()
    path = out / "facts.yaml"
    facts = intake.read_facts(path.read_bytes(), str(path), schema_of(books))
    desk = Desk(books, day, facts, {}, with_ways=True, notes=[])
    files = (Input(str(path), from_folder=True) for path in sorted(out.glob("*.yaml")))
    return list(desk.results(Inputs(tuple(files), many=True)))


def _full(shown: Shown, result: Result) -> Iterator[str]:
    if result.assessment is None:
        return
    yield ""
    yield "═" * width()
    yield from wrapped(f"{shown.file}: {shown.why}", width())
    yield ""
    text = render(
        result.assessment, colour=has_colour(), width=width(), case=result.case, ways=result.ways
    )
    yield from text.rstrip("\n").split("\n")
