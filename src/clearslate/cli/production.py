"""`clearslate production`: create productions, list them, open an archived one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from clearslate.cli.lazy import Lazy, LazyGroup
from clearslate.cli.output import say
from clearslate.cli.server import settings, with_server
from clearslate.policy.render.escape import terminal

if TYPE_CHECKING:
    from clearslate.accounts.models import Organisation, User
    from clearslate.productions.services.production import Newcomer

KINDS = ("series", "film", "documentary", "unscripted")


@click.group(
    "production",
    cls=LazyGroup,
    lazy={
        "create": Lazy("clearslate.cli.production:create", "Create a production."),
        "list": Lazy("clearslate.cli.production:list_all", "List all productions."),
        "reopen": Lazy("clearslate.cli.production:reopen", "Open an archived one again."),
    },
    short_help="Create and list productions.",
)
def production() -> None:
    """Create and list productions: seasons of a series, and films."""


@click.command("create", short_help="Create a production.")
@click.argument("code_name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What it is.")
@click.option("--organisation", "of", required=True, help="The name of whose production it is.")
@click.option("--coordinator", required=True, help="The e-mail address of its coordinator.")
@click.option("--title", default="", help="Shown on its own pages only.")
@click.option("--zone", default="", help="Its time zone; without it, that of the settings.")
@click.option("--slug", default="", help="Its name in addresses; else from the code name.")
@with_server
def create(
    code_name: str, kind: str, of: str, coordinator: str, title: str, zone: str, slug: str
) -> None:
    """Create a production under its code name, with the platform's rules and all roles.

    Whoever has no access yet is invited by mail as its coordinator. The log keeps it.
    """
    from clearslate.accounts.selectors import organisation_named, organisation_names
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.productions.particulars import Particulars
    from clearslate.productions.services.production import create_production

    organisation = organisation_named(of)
    if organisation is None:
        there = ", ".join(organisation_names()) or "none yet"
        raise click.BadParameter(
            f"There is no organisation “{of}”. There are: {there}.", param_hint="--organisation"
        )
    made = create_production(
        actor=COMMAND_LINE,
        at=system_clock(),
        organisation=organisation,
        coordinator=_coordinator(coordinator, organisation),
        given=Particulars(
            code_name=code_name,
            kind=kind,
            zone=zone or settings()["time_zone"],
            title=title,
            slug=slug,
        ),
    )
    say(f"Created {terminal(made.code_name)}, at /p/{made.slug}/.\n")


@click.command("list", short_help="List all productions.")
@with_server
def list_all() -> None:
    """List all productions: address, code name, kind, phase, organisation. No titles."""
    from clearslate.productions.selectors import all_productions

    for each in all_productions():
        phase = "archived" if each.archived_at else each.get_phase_display()
        cells = (each.slug, each.code_name, each.kind, phase, each.organisation.name)
        say("  ".join(terminal(cell) for cell in cells) + "\n")


@click.command("reopen", short_help="Open an archived one again.")
@click.argument("code_name")
@with_server
def reopen(code_name: str) -> None:
    """Open an archived production again; its log keeps it."""
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.parties import COMMAND_LINE
    from clearslate.productions.selectors import production_named
    from clearslate.productions.services.production import reopen_production

    found = production_named(code_name)
    if found is None:
        raise click.BadParameter(
            f"There is no production “{code_name}”. See: clearslate production list",
            param_hint="CODE_NAME",
        )
    reopen_production(actor=COMMAND_LINE, at=system_clock(), production=found)
    say(f"{terminal(found.code_name)} is open again.\n")


def _coordinator(email: str, organisation: Organisation) -> User | Newcomer:
    from clearslate.accounts.selectors import person_at
    from clearslate.productions.services.production import Newcomer

    known = person_at(email)
    if known is not None and known.is_active:
        return known
    return Newcomer(email, known.organisation if known else organisation)
