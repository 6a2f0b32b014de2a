"""Options that several commands share, and how their words are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import click

from clearslate.cli.completing import pack_names, readings
from clearslate.policy.dates import day_of

F = TypeVar("F", bound=Callable[..., Any])


def a_day(text: str) -> date:
    """A date as documents write it, or a usage error."""
    day = day_of(text)
    if day is None:
        raise click.BadParameter(f"“{text}” is no date. Write it like 2026-11-24.")
    return day


def a_reading(text: str) -> tuple[str, str]:
    """A switch with the reading to apply, `S1=relaxed`; or a usage error."""
    name, equals, reading = (part.strip() for part in text.partition("="))
    if not (name and equals and reading):
        raise click.BadParameter(f"“{text}” is no switch. Write it like S1=relaxed.")
    return name, reading


def _one_reading_each(
    context: click.Context, option: click.Parameter, given: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The switches with their readings; two readings of one switch are a usage error."""
    for name, reading in given:
        if (other := dict(given)[name]) != reading:
            raise click.BadParameter(f"“{name}” cannot be both {reading} and {other}.")
    return dict(given)


def today() -> date:
    """Today where this machine stands: the one clock, read at the edge."""
    return datetime.now().astimezone().date()


def switch_option(command: F) -> F:
    """`--switch`, repeatable; a mapping of switches to readings."""
    return click.option(
        "--switch",
        "switches",
        type=a_reading,
        multiple=True,
        callback=_one_reading_each,
        metavar="S1=READING",
        help="Read the guidance so where it leaves itself open. Repeat it for several.",
        shell_complete=readings,
    )(command)


def pack_option(command: F) -> F:
    """`--pack`, repeatable."""
    return click.option(
        "--pack",
        "packs",
        multiple=True,
        metavar="PATH|NAME",
        help="A pack beside the platform's: a path, or one that ships. Repeat it for several.",
        shell_complete=pack_names,
    )(command)


def adopted_option(command: F) -> F:
    """`--adopted-by`, which is about the packs of `--pack`."""
    return click.option(
        "--adopted-by",
        metavar="NAME",
        help="Who adopted the added packs; else advisory.",
    )(command)


def refuse_adopting_nothing(adopted_by: str | None, packs: Sequence[str]) -> None:
    """A usage error where somebody adopts packs and none is named."""
    if adopted_by is not None and not packs:
        raise click.UsageError(
            "--adopted-by says who adopted the added packs, and none is added."
            " Name one with --pack, or leave --adopted-by out."
        )
