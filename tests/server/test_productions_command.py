"""`clearslate production` at the command line."""

from __future__ import annotations

import pytest

from clearslate.cli.production import KINDS
from clearslate.productions.models import Membership, Production
from clearslate.productions.particulars import kinds
from clearslate.productions.services.production import archive_production
from tests.server import people, processes
from tests.server.databases import Database
from tests.server.productions import AT, COMMAND_LINE


@pytest.mark.slow
def test_it_works(database: Database) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        return processes.command("production", *arguments, environment=database.environment)

    people.person("ines@example.org", of=people.organisation("North Light"))
    create = ("create", "SALTBOX S2", "--kind", "series", "--organisation", "north light")
    known = (*create, "--coordinator", "Ines@example.org", "--title", "The Salt Road")
    assert run(*known) == (0, "Created SALTBOX S2, at /p/saltbox-s2/.\n")
    made = Production.objects.get()
    assert (made.title, Membership.objects.get().user.email) == (
        "The Salt Road",
        "ines@example.org",
    )
    code, said = run(*known)
    assert (code, "Another production is called “SALTBOX S2”" in said) == (2, True)
    new = (*create, "--coordinator", "new@example.org", "--slug", "other")
    assert run(*new[:1], "LANTERN", *new[2:]) == (0, "Created LANTERN, at /p/other/.\n")
    code, said = run(*create[:-1], "nobody", "--coordinator", "ines@example.org")
    assert (code, "There are: North Light." in said) == (2, True)
    archive_production(actor=COMMAND_LINE, at=AT, production=made)
    assert run("list") == (
        0,
        (
            "other  LANTERN  series  development  North Light\n"
            "saltbox-s2  SALTBOX S2  series  archived  North Light\n"
        ),
    )
    assert run("reopen", "saltbox s2") == (0, "SALTBOX S2 is open again.\n")
    code, said = run("reopen", "saltbox s2")
    assert (code, "is not archived" in said, "Traceback" in said) == (2, True, False)
    assert run("reopen", "nobody")[0] == 2


def test_its_kinds_are_those_of_the_vocabulary() -> None:
    assert tuple(kinds()) == KINDS
