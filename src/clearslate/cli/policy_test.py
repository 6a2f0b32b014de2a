"""`clearslate policy test`: runs the examples of a rulebook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from clearslate.cli.completing import pack_names

if TYPE_CHECKING:
    from clearslate.policy.pack.exercise import Report


@click.command("test", short_help="Run the examples of a rulebook.")
@click.argument("path", default="platform", shell_complete=pack_names)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def test(context: click.Context, /, path: str, form: str) -> None:
    """Assess every example of the rulebook at PATH, and report what comes out otherwise.

    Each rule needs an example in which it holds, one in which it does not, and one in which that is
    not certain. The exit code is 0 when all is as expected, 1 when it is not, 2 when the examples
    could not be read.
    """
    from clearslate.cli.output import say, say_document
    from clearslate.policy.errors import PolicyError
    from clearslate.policy.library import load_pack
    from clearslate.policy.pack.exercise import run_examples

    try:
        report = run_examples(load_pack(path))
    except PolicyError as error:
        if form != "json":
            raise
        problems = [problem.as_json() for problem in error.problems]
        document = {"pack": path, "ok": False, "problems": problems}
        say_document(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        context.exit(2)
    if form == "json":
        say_document(json.dumps(_document(path, report), ensure_ascii=False, indent=2) + "\n")
    else:
        say(_text(report))
    context.exit(0 if report.passed else 1)


def _document(path: str, report: Report) -> dict[str, Any]:
    return {
        "pack": path,
        "ok": report.passed,
        "examples": len(report.examples),
        "differences": [
            {
                "example": each.example.id,
                "file": each.example.file,
                "line": each.example.line,
                "what": each.what,
                "expected": each.expected,
                "found": each.found,
            }
            for each in report.differences
        ],
        "gaps": [problem.as_json() for problem in report.gaps],
    }


def _text(report: Report) -> str:
    from clearslate.policy.render.escape import terminal
    from clearslate.policy.render.words import count

    lines: list[str] = []
    for each in report.differences:
        example = each.example
        lines += [
            f"{example.file}:{example.line}: {example.id}: {each.what}",
            f"  expected: {each.expected}",
            f"  found:    {each.found}",
        ]
    lines += [str(problem) for problem in report.gaps]
    failed = len({each.example.id for each in report.differences})
    total = count(len(report.examples), "example")
    lines.append(
        f"{total}: {failed} otherwise than expected." if failed else f"{total} as expected."
    )
    if report.gaps:
        lines.append(f"{count(len(report.gaps), 'example')} missing.")
    return "".join(f"{terminal(line)}\n" for line in lines)
