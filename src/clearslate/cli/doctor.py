"""`clearslate doctor`: whether an installation works, part by part, and what to do if not."""

from __future__ import annotations

import json
from typing import Any

import click

from clearslate.cli.output import say
from clearslate.cli.server import start
from clearslate.policy.render.escape import terminal

_SIGNS = {"ok": "ok     ", "warning": "warning", "failed": "FAILED "}


@click.command("doctor", short_help="Check that the installation works.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def doctor(form: str) -> int:
    """Check settings, database, tables, ledger, storage, disk, mail, clock and worker.

    Exit codes: 0 all is well or there are only warnings, 1 something failed, 2 the settings cannot
    be used.
    """
    start()
    found = [{"name": "settings", "state": "ok", "message": "all read"}, *_checks()]
    if form == "json":
        say(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    else:
        for each in found:
            say(f"{_SIGNS[each['state']]}  {each['name']}: {terminal(each['message'])}\n")
    return 1 if any(each["state"] == "failed" for each in found) else 0


def _checks() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from clearslate.accounts.checks import check_administrator
    from clearslate.kit import checks
    from clearslate.kit.clock import system_clock
    from clearslate.ledger.checks import check_guards, check_time
    from clearslate.notify.checks import check_mail, check_outbox

    at = system_clock()
    found = [checks.check_database(), checks.check_storage(), checks.check_disk(), check_mail()]
    if found[0].state == "ok":
        found += [checks.check_clock(at), checks.check_migrations()]
        if found[-1].state == "ok":
            found += [check_guards(), check_time(at), check_outbox(), checks.check_worker(at)]
            found.append(check_administrator())
    return [asdict(check) for check in found]
