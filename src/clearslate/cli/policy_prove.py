"""`clearslate policy prove`: the statements a pack must satisfy, over all declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from clearslate.policy.prove import Failure, Proof, Reading, Step, Subject

#: Exit codes: everything proved, something refuted, could not do the job.
PROVED, REFUTED, FAILED = 0, 1, 2


@click.command("prove")
@click.argument("pack", default="platform")
@click.option(
    "--statement",
    "names",
    multiple=True,
    metavar="ID",
    help="Prove only this statement; repeat it for several.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(pack: str, names: tuple[str, ...], form: str) -> None:
    """Prove what PACK promises, for every declaration within the schema's bounds.

    PACK is a folder, a file, or the name of a pack that ships. A statement that fails is shown with
    a smallest declaration that breaks it. The exit code is 0 when all is proved, 1 when a statement
    is refuted, 2 when the job could not be done.
    """
    try:
        import z3  # noqa: F401 - only to say in plain words what is missing
    except ImportError:
        _fail("Proofs need the solver. Install it with: pip install 'clearslate[prove]'")
    from clearslate.policy.errors import PolicyError
    from clearslate.policy.prove import ProofError

    try:
        about, steps = _steps(pack, names)
        click.get_current_context().exit(_print(about, steps, form))
    except (PolicyError, ProofError, OSError) as error:
        _fail(str(error))


def _steps(pack: str, names: tuple[str, ...]) -> tuple[Subject, Iterator[Step]]:
    from clearslate import packs
    from clearslate.policy.pack.load import load_pack, shipped_pack
    from clearslate.policy.prove import STATEMENTS, proofs, subject_of

    known = {statement.id: statement for statement in STATEMENTS}
    for name in names:
        if name not in known:
            _fail(f"There is no statement “{name}”. There are {', '.join(known)}.")
    chosen = tuple(known[name] for name in names) or STATEMENTS
    about = subject_of(shipped_pack(pack) if pack in packs.shipped() else load_pack(Path(pack)))
    return about, proofs(about, chosen)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    click.get_current_context().exit(FAILED)


def _print(about: Subject, steps: Iterator[Step], form: str) -> int:
    """Print each result as it comes, and return the exit code."""
    from clearslate.policy.prove import as_json, proved

    if form == "json":
        done = list(steps)
        code = PROVED if all(map(proved, done)) else REFUTED
        print(_json(about, code, [as_json(step, about) for step in done]))
        return code
    _echo(f"{about.pack.title} {about.pack.version}, {about.pack.urn}")
    click.echo("Every case within the bounds of the schema, derived facts free.\n")
    code = PROVED
    for step in steps:
        code = code if proved(step) else REFUTED
        _echo(_text(step, about))
    click.echo("\nAll proved." if code == PROVED else "\nNot all proved.")
    return code


def _echo(text: str) -> None:
    """Print lines that may hold words of the pack, harmless for a terminal."""
    from clearslate.policy.render.escape import terminal

    for line in text.split("\n"):
        click.echo(terminal(line))


def _json(about: Subject, code: int, results: list[dict[str, Any]]) -> str:
    document = {
        "pack": {"urn": about.pack.urn, "version": about.pack.version, "sha256": about.pack.sha256},
        "proved": code == PROVED,
        "statements": [each for each in results if "statement" in each],
        "readings": [each for each in results if "switch" in each],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _text(step: Step, about: Subject) -> str:
    from clearslate.policy.prove import Proof

    return _proof_text(step, about) if isinstance(step, Proof) else _reading_text(step, about)


def _proof_text(proof: Proof, about: Subject) -> str:
    from clearslate.policy.prove import EVERY_CASE

    verdict = proof.verdict
    mark = "✓ proved " if verdict.holds else "✗ refuted"
    how = "" if verdict.how == EVERY_CASE else f" ({verdict.how})"
    lines = [f"{mark}  {proof.statement.id}: {proof.statement.title}{how}."]
    for failure in verdict.failures:
        lines += _failure_lines(failure, about)
    lines += [f"           warning: {warning}" for warning in verdict.warnings]
    return "\n".join(lines)


def _reading_text(reading: Reading, about: Subject) -> str:
    mark = "✓ exact  " if reading.exact else "✗ not so "
    given_up = ", ".join(statement.id for statement, _ in reading.lost) or "nothing"
    lines = [f"{mark}  {reading.switch} = {reading.value} gives up {given_up}."]
    if reading.kept:
        lines.append(f"           The pack says it also gives up {', '.join(reading.kept)}.")
    if reading.missing:
        lines.append(f"           The pack does not say so of {', '.join(reading.missing)}.")
    for statement, verdict in reading.lost:
        if statement.id in reading.missing:
            for failure in verdict.failures:
                lines += _failure_lines(failure, about)
    return "\n".join(lines)


def _failure_lines(failure: Failure, about: Subject) -> list[str]:
    """The message, and the smallest declaration that shows it."""
    from clearslate.policy.documents import to_yaml
    from clearslate.policy.prove import counterexample

    lines = [f"           {failure.message}"]
    if failure.sample is None:
        return lines
    shown = counterexample(failure.sample, about.schema)
    other = {name: value for name, value in shown.switches.items() if _unusual(name, value, about)}
    notes = {
        "on": {} if shown.date == "2026-11-24" else {"date": shown.date},
        "switches": other,
        "assumed, though no declaration can say it": shown.assumed,
        "the other case answers": shown.then,
    }
    text = to_yaml(shown.declaration)
    text += "".join(
        f"# {title}:\n{_commented(to_yaml(group))}" for title, group in notes.items() if group
    )
    return [*lines, *(f"             {line}" for line in text.splitlines())]


def _unusual(name: str, value: str, about: Subject) -> bool:
    return all(switch.id != name or switch.default != value for switch in about.pack.switches)


def _commented(text: str) -> str:
    return "".join(f"#   {line}\n" for line in text.splitlines())
