"""The command line: `clearslate`, its commands, and what becomes of errors.

Exit codes: 0 clear, 1 findings at or above the chosen outcome, 2 could not do the job.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from clearslate import __version__
from clearslate.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "assess": Lazy("clearslate.cli.assess:assess", "Assess declarations, with all reasons."),
    "interview": Lazy(
        "clearslate.cli.interview:interview", "Declare a use by answering questions."
    ),
    "new": Lazy("clearslate.cli.new:new", "Write a commented template to fill in."),
    "policy": Lazy("clearslate.cli.policy:policy", "Show, check, test, prove or start a rulebook."),
    "schema": Lazy("clearslate.cli.schema:schema", "Print a JSON Schema for editors and programs."),
    "serve": Lazy("clearslate.cli.serve:serve", "Serve the pages, with a worker beside them."),
    "worker": Lazy("clearslate.cli.serve:worker", "Run background jobs, apart from the server."),
    "migrate": Lazy("clearslate.cli.migrate:migrate", "Bring the database to this version."),
    "doctor": Lazy("clearslate.cli.doctor:doctor", "Check that the installation works."),
    "organisation": Lazy("clearslate.cli.organisation:organisation", "Add organisations."),
    "user": Lazy("clearslate.cli.user:user", "Add and invite people; give offices and access."),
    "production": Lazy("clearslate.cli.production:production", "Create and list productions."),
    "use": Lazy("clearslate.cli.use:use", "Export what was declared on this server."),
    "ledger": Lazy("clearslate.cli.ledger:ledger", "Read and check the logs."),
    "mail": Lazy("clearslate.cli.mail:mail", "Test that mail arrives."),
    "demo": Lazy("clearslate.cli.demo:demo", "Build a fictional production, and serve it."),
    "completion": Lazy(
        "clearslate.cli.completion:completion", "Print the completion script of a shell."
    ),
}

START = """\
Clearslate assesses a declared use of generative AI: notify, approval, or hold,
with the reasons, and what would lower it. Made by rule, not by a lawyer.

  clearslate new declaration.yaml       a commented template to fill in
  clearslate interview                  or answer questions instead
  clearslate assess declaration.yaml    the assessment, with all its reasons
  clearslate policy show                the rulebook, for people

“Not sure” is always an answer; write it as unknown.
All commands: clearslate --help. Each explains itself: clearslate assess --help.
"""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="clearslate %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Assess a declared use of generative AI, by rule and with reasons.

    Exit codes: 0 clear, 1 findings at or above --fail-on, 2 could not do the job.
    """
    if context.invoked_subcommand is None:
        click.echo(START, nl=False)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    # A rulebook is many small objects that all stay: looking for garbage among them while they are
    # made is a tenth of the start-up.
    gc.set_threshold(200_000, 20, 20)
    code = run(arguments)
    _let_go_of_errors()
    sys.exit(code)


def _let_go_of_errors() -> None:
    """Drop what standard error did not take, which would turn the exit code into Python's own."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error is said in clear text."""
    try:
        given = None if arguments is None else list(arguments)
        code = cli.main(given, prog_name="clearslate", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except SystemExit as stop:  # so click ends when the reader of its output has gone
        return stop.code if isinstance(stop.code, int) and stop.code != 1 else 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 2
    except Exception as error:  # the command line never ends in silence or with code 1
        from clearslate.cli.output import say_error

        with suppress(OSError):  # standard error may be full or gone as well
            say_error(error)
        return 2
    return code if isinstance(code, int) else 0
