"""`clearslate policy`: what can be done with a rulebook."""

from __future__ import annotations

import click

from clearslate.cli.lazy import Lazy, LazyGroup

COMMANDS = {
    "show": Lazy("clearslate.cli.policy_show:show", "Read a rulebook, or a department's card."),
    "check": Lazy("clearslate.cli.policy_check:check", "Find everything wrong with a rulebook."),
    "test": Lazy("clearslate.cli.policy_test:test", "Run the examples of a rulebook."),
    "prove": Lazy("clearslate.cli.policy_prove:prove", "Prove what a rulebook promises."),
    "init": Lazy("clearslate.cli.policy_init:init", "Start a house rulebook on top of another."),
}


@click.group(
    "policy",
    cls=LazyGroup,
    lazy=COMMANDS,
    short_help="Show, check, test, prove or start a rulebook.",
)
def policy() -> None:
    """Show, check, test and prove a rulebook, or start one of your own.

    A rulebook is a folder with a pack.yaml, one YAML file, or the name of one that ships: platform.
    """
