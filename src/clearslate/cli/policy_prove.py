"""`clearslate policy prove`: the statements a pack must satisfy, over all declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from clearslate.cli.completing import pack_names, statements
from clearslate.cli.output import say, say_document

if TYPE_CHECKING:
    from clearslate.policy.prove import Failure, Proof, Reading, Statement, Step, Subject

#: Exit codes: everything proved, something refuted. What could not be done ends with an error.
PROVED, REFUTED = 0, 1
#: Said of a reading when not every statement was tried.
AMONG = "Of the chosen statements, "


@click.command("prove", short_help="Prove what a rulebook promises.")
@click.argument("pack", metavar="[PATH|NAME]", default="platform", shell_complete=pack_names)
@click.option(
    "--statement",
    "names",
    multiple=True,
    metavar="ID",
    help="Prove only this statement. Repeat it for several.",
    shell_complete=statements,
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format."
)
def prove(pack: str, names: tuple[str, ...], form: str) -> int:
    """Prove what a rulebook promises, for every declaration within the schema's bounds.

    A statement that fails is shown with a smallest declaration that breaks it. Each relaxed reading
    of a switch is tried as well: it gives up the statements it says, and no others. With
    --statement, that is said of the chosen statements alone.

    Exit codes: 0 all proved, 1 something refuted, 2 could not do the job.
    """
    from clearslate.policy.errors import PackError
    from clearslate.policy.library import load_pack
    from clearslate.policy.prove import proofs, subject_of

    try:
        about = subject_of(load_pack(pack))
    except PackError as error:
        if form != "json":
            raise
        problems = [problem.as_json() for problem in error.problems]
        say_document(json.dumps({"pack": pack, "problems": problems}, ensure_ascii=False) + "\n")
        return 2
    chosen = _chosen(names)
    steps = proofs(about, chosen)
    if form == "json":
        return _print_json(about, steps)
    from clearslate.policy.prove import STATEMENTS

    return _print_text(about, steps, among="" if len(chosen) == len(STATEMENTS) else AMONG)


def _chosen(names: tuple[str, ...]) -> tuple[Statement, ...]:
    from clearslate.policy.errors import did_you_mean
    from clearslate.policy.prove import STATEMENTS

    known = {statement.id: statement for statement in STATEMENTS}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"There are {', '.join(known)}."
            raise click.UsageError(f"There is no statement “{name}”. {hint}")
    return tuple(known[name] for name in names) or STATEMENTS


def _print_text(about: Subject, steps: Iterator[Step], *, among: str) -> int:
    """Print each result as it comes, and return the exit code."""
    from clearslate.policy.prove import proved
    from clearslate.policy.render.escape import terminal

    code = PROVED
    blocks = (
        f"{about.pack.title} {about.pack.version}, {about.pack.urn}",
        "For every case within the schema's bounds, whatever is derived from facts.\n",
    )
    say("".join(f"{terminal(line)}\n" for block in blocks for line in block.split("\n")))
    for step in steps:
        code = code if proved(step) else REFUTED
        say("".join(f"{terminal(line)}\n" for line in _text(step, about, among).split("\n")))
    say("\nAll proved.\n" if code == PROVED else "\nNot all proved.\n")
    return code


def _print_json(about: Subject, steps: Iterator[Step]) -> int:
    from clearslate.policy.prove import as_json, proved

    done = list(steps)
    results: list[dict[str, Any]] = [as_json(step, about) for step in done]
    pack = about.pack
    document = {
        "pack": {"urn": pack.urn, "version": pack.version, "sha256": pack.sha256},
        "proved": all(map(proved, done)),
        "statements": [each for each in results if "statement" in each],
        "readings": [each for each in results if "switch" in each],
    }
    say_document(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return PROVED if document["proved"] else REFUTED


def _text(step: Step, about: Subject, among: str) -> str:
    from clearslate.policy.prove import Proof

    if isinstance(step, Proof):
        return _proof_text(step, about)
    return _reading_text(step, about, among)


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


def _reading_text(reading: Reading, about: Subject, among: str) -> str:
    mark = "✓ exact  " if reading.exact else "✗ not so "
    given_up = ", ".join(statement.id for statement, _ in reading.lost) or "nothing"
    lines = [f"{mark}  {among}{reading.switch} = {reading.value} gives up {given_up}."]
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
