"""`clearslate policy check`: everything wrong with a rulebook, at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from clearslate.cli.completing import pack_names

if TYPE_CHECKING:
    from clearslate.policy.errors import Problem
    from clearslate.policy.pack.load import Loaded

#: What is said when a house rulebook cannot be proved to tighten.
NO_SOLVER = (
    "That it only tightens the rulebook it extends could not be proved: the solver is missing."
    " Install it with: pip install 'clearslate[prove]'"
)


@dataclass
class _Findings:
    """What checking one rulebook brought to light."""

    loaded: Loaded | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    tightens: str = "not asked"
    """`proved`, `refuted`, `not proved` (no solver) or `not asked` (it extends nothing)."""
    examples: int = 0

    @property
    def code(self) -> int:
        if self.tightens == "not proved":
            return 2
        return 1 if self.problems else 0


@click.command("check", short_help="Find everything wrong with a rulebook.")
@click.argument("path", shell_complete=pack_names)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def check(context: click.Context, /, path: str, form: str) -> None:
    """Report everything wrong with the rulebook at PATH, with line and suggestion.

    One that extends another is refused where it would loosen it; that is proved over all
    declarations. The exit code is 0 when it is right, 1 when it is not, 2 when it could not be
    checked.
    """
    from clearslate.cli.output import say_document

    found = _checked(path)
    if form == "json":
        say_document(json.dumps(_document(path, found), ensure_ascii=False, indent=2) + "\n")
    else:
        _tell(path, found)
    context.exit(found.code)


def _checked(path: str) -> _Findings:
    from clearslate.policy.errors import PackError
    from clearslate.policy.library import load_pack
    from clearslate.policy.pack.examples import read_examples
    from clearslate.policy.pack.exercise import gaps, unreadable
    from clearslate.policy.pack.papers import read_papers

    found = _Findings()
    try:
        found.loaded = load_pack(path)
        found.warnings = found.loaded.pack.warnings
        examples = read_examples(found.loaded)
        found.examples = len(examples)
        found.problems += [*unreadable(found.loaded, examples), *gaps(found.loaded, examples)]
    except PackError as error:
        found.problems += error.problems
    if found.loaded is not None:
        try:
            read_papers(found.loaded)
        except PackError as error:
            found.problems += error.problems
    if found.loaded is not None and found.loaded.base is not None:
        _prove(found.loaded, found)
    return found


def _prove(loaded: Loaded, found: _Findings) -> None:
    """Whether a house rulebook only tightens; a loosening is a problem."""
    from clearslate.policy.errors import Problem

    try:
        import z3  # noqa: F401 - only to learn whether it is there
    except ImportError:
        found.tightens = "not proved"
        return
    from clearslate.policy.prove import proofs, subject_of
    from clearslate.policy.prove.statements.house_only_tightens import HOUSE_ONLY_TIGHTENS

    found.tightens = "proved"
    for step in proofs(subject_of(loaded), (HOUSE_ONLY_TIGHTENS,)):
        for failure in getattr(getattr(step, "verdict", None), "failures", ()):
            found.tightens = "refuted"
            found.problems.append(Problem(failure.message, loaded.source.name))


def _document(path: str, found: _Findings) -> dict[str, Any]:
    pack = found.loaded.pack if found.loaded else None
    return {
        "pack": path,
        "urn": pack.urn if pack else None,
        "version": pack.version if pack else None,
        "sha256": pack.sha256 if pack else None,
        "ok": found.code == 0,
        "problems": [problem.as_json() for problem in found.problems],
        "warnings": list(found.warnings),
        "only_tightens": found.tightens,
    }


def _tell(path: str, found: _Findings) -> None:
    from clearslate.cli.output import note, say, say_problems
    from clearslate.policy.render.escape import terminal

    for warning in found.warnings:
        note(f"warning: {warning}")
    say_problems(found.problems)
    if found.tightens == "not proved":
        note(NO_SOLVER)
    if found.tightens == "refuted":
        note(f"A declaration that shows it: clearslate policy prove {path}")
    if found.code == 0 and found.loaded is not None:
        pack = found.loaded.pack
        lines = [
            f"{pack.title}, version {pack.version}: nothing is wrong.",
            f"{len(pack.rules)} rules, {len(pack.duties)} duties, {found.examples} examples.",
        ]
        if found.tightens == "proved":
            lines.append("Proved for every declaration: it only tightens what it extends.")
        say("".join(f"{terminal(line)}\n" for line in lines))
