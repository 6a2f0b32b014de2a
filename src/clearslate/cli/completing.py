"""What a shell offers for the values of options; the core is loaded only when it asks.

Files and folders are offered as well wherever a pack may be one. A pack that cannot be read gives
no offers, since a shell has no place for errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from clearslate.policy.pack.load import Loaded


def pack_names(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The packs that ship, then files and folders."""
    from click.shell_completion import CompletionItem

    from clearslate import packs

    return [
        *_offers(((name, "ships with Clearslate") for name in packs.shipped()), incomplete),
        CompletionItem(incomplete, type="file"),
    ]


def departments(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The departments that a declaration can name."""
    from clearslate.policy.declaration.schema import core_schema

    schema = core_schema()
    vocabulary = schema.parts["use"].fields["department"].vocabulary
    return _offers(schema.vocabularies[str(vocabulary)].items(), incomplete)


def statements(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The statements that can be proved."""
    from clearslate.policy.prove import STATEMENTS

    return _offers(((each.id, each.title) for each in STATEMENTS), incomplete)


def readings(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Every reading of every switch, of the platform's pack and those given: `S1=relaxed`."""
    found = {
        f"{switch.id}={value}": switch.title
        for loaded in _loaded(context)
        for switch in loaded.pack.switches
        for value, _ in switch.values
    }
    return _offers(found.items(), incomplete)


def _loaded(context: click.Context) -> Iterable[Loaded]:
    from clearslate.policy.errors import PolicyError
    from clearslate.policy.library import load_pack
    from clearslate.policy.pack.load import shipped_pack

    yield shipped_pack()
    for name in context.params.get("packs") or ():
        try:
            yield load_pack(name)
        except (PolicyError, OSError):
            continue


def _offers(pairs: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(value, help=words) for value, words in pairs if value.startswith(incomplete)
    ]
