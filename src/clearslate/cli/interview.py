"""`clearslate interview`: declare a use by answering questions."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from clearslate.cli.interviewing import files
from clearslate.cli.interviewing.screen import Screen
from clearslate.cli.interviewing.session import QuitError, Session
from clearslate.cli.options import (
    a_day,
    adopted_option,
    pack_option,
    refuse_adopting_nothing,
    switch_option,
    today,
)
from clearslate.policy.assess.assess import Assessor, schema_of
from clearslate.policy.assess.words import day_words
from clearslate.policy.case import make_case
from clearslate.policy.documents import to_yaml
from clearslate.policy.intake import read_facts
from clearslate.policy.interview import Interview
from clearslate.policy.library import rulebooks
from clearslate.policy.render.terminal import render

EXAMPLES = """\b
Examples:
  clearslate interview mood-board.yaml --facts facts.yaml
  clearslate interview --ask-first
"""


@click.command("interview", short_help="Declare a use by answering questions.", epilog=EXAMPLES)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--facts",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="What is on file: production, terms, agreements, evidence, models.",
)
@pack_option
@adopted_option
@switch_option
@click.option("--on", "day", type=a_day, help="The date to assess for.  [default: today]")
@click.option("--ask-first", is_flag=True, help="Show the assessment and store nothing.")
def interview(file: Path | None, **options: Any) -> None:
    """Declare a use by answering questions, one card at a time.

    FILE is the declaration to continue, or the name of a new one. It ends in that file and its
    assessment. “Not sure” is always an answer; answers can be revised, saved and resumed.
    """
    _run(_Wanted(file, **options))


class _Wanted:
    """What was asked for on the command line, read and checked."""

    def __init__(
        self,
        file: Path | None,
        *,
        facts: Path | None,
        packs: tuple[str, ...],
        adopted_by: str | None,
        switches: dict[str, str],
        day: date | None,
        ask_first: bool,
    ) -> None:
        refuse_adopting_nothing(adopted_by, packs)
        self.ask_first = ask_first
        self.date = day or today()
        self.switches = switches
        self.rulebooks = rulebooks(packs, adopted_by=adopted_by or "")
        schema = schema_of(self.rulebooks)
        self.facts: dict[str, Any] = {}
        if facts is not None:
            self.facts = read_facts(facts.read_bytes(), str(facts), schema).document
        self.document, self.loses_comments = files.load(file, schema)
        self.resumed = file is not None and file.exists()
        self.path = file or files.free_name(Path())
        if not ask_first:
            files.check_writable(self.path)
        self.options = [
            *(("--facts", str(facts)) if facts else ()),
            *(part for each in packs for part in ("--pack", each)),
            *(("--adopted-by", adopted_by) if adopted_by else ()),
            *(part for each in switches.items() for part in ("--switch", "=".join(each))),
            *(("--on", day.isoformat()) if day else ()),
        ]


def _run(wanted: _Wanted) -> None:
    screen = Screen()
    asking = Interview(
        wanted.rulebooks, on=wanted.date, facts=wanted.facts, switches=wanted.switches
    )
    _greet(wanted, asking, screen)

    def save(document: dict[str, Any]) -> None:
        if wanted.ask_first:
            screen.say("Asking first: nothing is stored.", indent=2)
            return
        try:
            files.save(wanted.path, document)
        except OSError as error:
            screen.say(f"It cannot be saved: {error}. Mend that and save again.", indent=2)
            return
        screen.say(f"Saved in {wanted.path}.", indent=2)

    session = Session(asking, wanted.document, screen, save)
    try:
        with _ended_from_outside():
            session.run()
    except (QuitError, EOFError, KeyboardInterrupt, OSError):  # the last: a terminal that is gone
        _stop(wanted, session, screen)
        return
    if not wanted.ask_first:
        _keep(wanted.path, session.document, screen)
    _assess(wanted, session.document, screen)


@contextmanager
def _ended_from_outside() -> Iterator[None]:
    """A terminal that closes, or a machine that shuts down, stops the interview as Ctrl-C does."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _greet(wanted: _Wanted, asking: Interview, screen: Screen) -> None:
    packs = ", ".join(f"{book.loaded.pack.title} {book.loaded.pack.version}"
                      for book in wanted.rulebooks)  # fmt: skip
    screen.say(f"Interview under {packs}, as of {day_words(wanted.date)}.", bold=True)
    if wanted.ask_first:
        screen.say("Asking first: you get the assessment, and nothing is stored.")
    elif wanted.resumed:
        screen.say(f"Continuing {wanted.path}.")
        if wanted.loses_comments:
            screen.say("The comments in that file are not kept when it is saved.")
    else:
        screen.say(f"The answers will be saved in {wanted.path}.")
    if wanted.resumed:
        now = asking.journey(wanted.document).so_far
        screen.so_far(now, now)


def _stop(wanted: _Wanted, session: Session, screen: Screen) -> None:
    """Keep what there is, then say how to go on; the terminal may be gone already."""
    changed = session.document != wanted.document
    if changed and not wanted.ask_first:
        _keep(wanted.path, session.document, screen)
    screen.say()
    if wanted.ask_first:
        screen.say("Stopped. Nothing was stored.")
        return
    if not changed:
        screen.say("Stopped. There is nothing new to save.")
        return
    screen.say(f"Saved in {wanted.path}, not finished. To go on:")
    screen.line(f"  {files.resume_command(wanted.path, wanted.options)}")


def _keep(path: Path, document: dict[str, Any], screen: Screen) -> None:
    """Write the file; where that fails, show what would be lost, and fail."""
    try:
        files.save(path, document)
    except OSError:
        screen.say("It cannot be saved. These are the answers:")
        screen.write(to_yaml(document))
        raise


def _assess(wanted: _Wanted, document: dict[str, Any], screen: Screen) -> None:
    case = make_case(
        document,
        rulebooks=wanted.rulebooks,
        on=wanted.date,
        facts=wanted.facts,
        switches=wanted.switches,
    )
    screen.say()
    assessment = Assessor(case.rulebooks).assess(case)
    screen.write(render(assessment, case=case, width=screen.width))
    if wanted.ask_first:
        screen.say("You asked first: nothing was stored.")
    else:
        screen.say(f"The declaration is saved in {wanted.path}.")
