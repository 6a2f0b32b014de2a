"""`clearslate assess`: from files to assessments, as text, JSON, Markdown or HTML."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from clearslate.cli.inputs import Inputs, inputs
from clearslate.cli.options import (
    a_day,
    adopted_option,
    pack_option,
    refuse_adopting_nothing,
    switch_option,
    today,
)
from clearslate.cli.output import has_colour, note, say, say_document, say_problems, width
from clearslate.cli.results import Desk, Result, exit_code, refuse_nothing
from clearslate.policy import intake
from clearslate.policy.assess.assess import schema_of
from clearslate.policy.documents import read_file
from clearslate.policy.library import rulebooks

EXAMPLES = """\b
Examples:
  clearslate assess declaration.yaml
  clearslate assess uses/ --facts facts.yaml --fail-on approval
  clearslate assess declaration.yaml --format html > assessment.html
  cat declaration.yaml | clearslate assess -
"""


@click.command("assess", short_help="Assess declarations, with all reasons.", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--facts",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="What is on file: production, terms, agreements, evidence, models.",
)
@pack_option
@adopted_option
@switch_option
@click.option("--on", "day", type=a_day, help="The date to assess for.  [default: today]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice(["approval", "hold", "never"]),
    default="hold",
    show_default=True,
    help="Exit with 1 at this outcome or above.",
)
@click.option("--ways", is_flag=True, help="Add the smallest changes that would lower the outcome.")
@click.pass_context
def assess(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Assess declarations: files, folders, globs, or - for standard input.

    One file gives its full reasons, several a table. A whole case is assessed as it is pinned: with
    its own date, facts and switches. A file that cannot be read is reported in its place, the
    others are assessed, and the exit code is 2.
    """
    chosen = _Chosen(**options)
    refuse_adopting_nothing(chosen.adopted_by, chosen.packs)
    wanted = inputs(paths)
    desk = chosen.desk()
    results = list(desk.results(wanted))
    for remark in desk.notes:
        note(remark)
    _write(results, wanted, chosen.form)
    refuse_nothing(results, paths)
    context.exit(exit_code(results, chosen.fail_on))


class _Chosen(NamedTuple):
    """The options as they were given."""

    facts: Path | None
    packs: tuple[str, ...]
    adopted_by: str | None
    switches: dict[str, str]
    day: date | None
    form: str
    fail_on: str
    ways: bool

    def desk(self) -> Desk:
        """What all files have in common; raises PolicyError and OSError."""
        books = rulebooks(self.packs, adopted_by=self.adopted_by or "")
        facts = None
        if self.facts:
            schema = schema_of(books)
            with self.facts.open("rb") as file:
                facts = intake.read_facts(read_file(file), str(self.facts), schema)
        return Desk(books, self.day or today(), facts, self.switches, self.ways, [])


def _write(results: list[Result], wanted: Inputs, form: str) -> None:
    if form == "json":
        documents = [result.as_json() for result in results]
        shown: Any = documents if wanted.many or not documents else documents[0]
        say_document(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")
        return
    write = say if form == "text" else say_document
    write(_many(results, form) if wanted.many else _one(results[0], form))
    for result in results:
        say_problems(result.problems)


def _one(result: Result, form: str) -> str:
    if result.assessment is None:
        return ""
    if form == "text":
        from clearslate.policy.render.terminal import render

        return render(
            result.assessment,
            colour=has_colour(),
            width=width(),
            case=result.case,
            ways=result.ways,
        )
    if form == "markdown":
        from clearslate.policy.render.markdown import render as as_markdown

        return as_markdown(result.assessment, case=result.case, ways=result.ways)
    from clearslate.policy.render.html import render as as_html

    return as_html(result.assessment, case=result.case, ways=result.ways)


def _many(results: list[Result], form: str) -> str:
    from clearslate.policy.render.table import row_of, shortened

    names = shortened([result.name for result in results])
    rows = [row_of(name, result.assessment) for name, result in zip(names, results, strict=True)]
    if form == "text":
        from clearslate.policy.render.terminal_table import render

        return render(rows, colour=has_colour(), width=width())
    if form == "markdown":
        from clearslate.policy.render.markdown import table

        return table(rows)
    from clearslate.policy.render.report import Entry
    from clearslate.policy.render.report import render as as_html

    return as_html(
        [
            Entry(row, result.assessment, result.case, result.ways, result.told)
            for row, result in zip(rows, results, strict=True)
        ]
    )
