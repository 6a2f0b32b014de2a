"""What all commands of the server share: start Django, and say its errors in clear words."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from clearslate.cli.output import note

P = ParamSpec("P")
R = TypeVar("R")

SETTINGS = "clearslate.config.settings"


def start() -> None:
    """Read the settings and load the product.

    Raises `click.UsageError` when the extra is not installed, or a setting is missing or wrong.
    """
    try:
        import django
    except ImportError:
        raise click.UsageError(
            "This command needs the extra “server”: pip install 'clearslate[server]'"
        ) from None
    from clearslate.kit.errors import SettingsError

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    try:
        django.setup()
    except SettingsError as error:
        for flaw in error.flaws:
            note(flaw)
        raise click.UsageError(
            "The settings cannot be used. docs/reference/settings.md lists them all."
        ) from None
    _data_folder()


def with_server(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command start Django first, and turn its expected errors into messages."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        start()
        from django.db import DatabaseError

        from clearslate.accounts.errors import AccountsError
        from clearslate.productions.errors import ProductionsError
        from clearslate.record import RecordError
        from clearslate.uses.errors import UsesError

        try:
            return command(*args, **kwargs)
        except (AccountsError, ProductionsError, UsesError) as error:
            raise click.ClickException(str(error)) from None
        except RecordError as error:
            raise click.ClickException(
                f"An entry cannot be read: {error} Run: clearslate ledger check"
            ) from None
        except DatabaseError as error:
            words = str(error).strip().partition("\n")[0]
            raise click.ClickException(f"The database: {words}. Run: clearslate doctor") from error

    return run


def settings() -> dict[str, Any]:
    """The values of our settings, by name."""
    from django.conf import settings as django_settings

    values: dict[str, Any] = django_settings.CLEARSLATE
    return values


def _data_folder() -> None:
    folder = settings()["data"]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "static").mkdir(exist_ok=True)
    except OSError as error:
        raise click.ClickException(
            f"{folder}: {error.strerror}. Set CLEARSLATE_DATA to a folder that can be written."
        ) from None
