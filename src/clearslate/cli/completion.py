"""`clearslate completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

HOWTO = {
    "bash": 'eval "$(clearslate completion bash)"   # in ~/.bashrc',
    "zsh": 'eval "$(clearslate completion zsh)"    # in ~/.zshrc',
    "fish": "clearslate completion fish | source    # in ~/.config/fish/config.fish",
}


@click.command(
    "completion",
    short_help="Print the completion script of a shell.",
    epilog="\b\n" + "\n".join(HOWTO.values()),
)
@click.argument("shell", type=click.Choice(list(HOWTO)))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and files in SHELL."""
    from clearslate.cli.main import cli

    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"This click knows no completion for {shell}.")
    # The base class's own: the one of bash would start a shell to look at its version.
    click.echo(ShellComplete.source(kind(cli, {}, "clearslate", "_CLEARSLATE_COMPLETE")))
