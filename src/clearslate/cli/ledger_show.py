"""`clearslate ledger show` and `clearslate ledger check`."""

from __future__ import annotations

import click

from clearslate.cli.output import say
from clearslate.cli.server import settings, with_server
from clearslate.policy.render.escape import terminal


@click.command("show", short_help="Tell what happened, from a log.")
@click.option("--log", "scope", default="installation", show_default=True, help="Which log.")
@click.option("--start", type=click.IntRange(0), help="The first place.  [default: the last 50]")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@with_server
def show(scope: str, start: int | None, limit: int) -> None:
    """Tell what happened, one line per entry, with the names of today.

    What was erased reads “(erased)”; its entry stays.
    """
    from zoneinfo import ZoneInfo

    from clearslate.ledger import selectors

    scopes = selectors.scopes()
    if scope not in scopes:
        there = ", ".join(scopes) or "none yet"
        raise click.BadParameter(f"There is no log “{scope}”. There are: {there}.")
    first = max(selectors.size(scope) - limit, 0) if start is None else start
    zone = ZoneInfo(settings()["time_zone"])
    for line in selectors.history(scope, start=first, limit=limit):
        at = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        say(f"{line.index:>6}  {at}  {terminal(line.sentence)}\n")


@click.command("check", short_help="Read and hash every entry again.")
@with_server
def check() -> int:
    """Read every entry of every log again: its place, its hash, its columns, its commitments.

    Exit codes: 0 all is as it was written, 1 something is not, 2 it could not be checked.
    """
    from clearslate.ledger import selectors

    flaws = 0
    for found in selectors.check():
        for flaw in found.flaws:
            say(f"{found.scope}: {terminal(flaw)}\n", error=True)
        flaws += len(found.flaws)
        say(
            f"{found.scope}: {found.entries} entries, {found.opened} values opened, "
            f"{found.withheld} withheld, {len(found.flaws)} flaws\n"
        )
    return 1 if flaws else 0
