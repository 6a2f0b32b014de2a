"""Adding organisations and people at the command line; the log of the installation keeps it."""

from __future__ import annotations

import pytest

from clearslate.accounts.errors import AccountsError
from clearslate.accounts.models import Organisation, User
from clearslate.accounts.services import create_user
from clearslate.ledger.models import Entry
from clearslate.ledger.parties import COMMAND_LINE
from tests.server import processes
from tests.server.databases import Database
from tests.server.test_ledger import AT, organisation


@pytest.mark.slow
def test_it_works(database: Database) -> None:
    def run(*arguments: str, said: str = "") -> tuple[int, str]:
        return processes.command(*arguments, environment=database.environment, said=said)

    assert run("organisation", "create", "  North   Light ", "--kind", "vendor") == (
        0,
        "Added the organisation North Light.\n",
    )
    code, said = run("organisation", "create", "NORTH LIGHT", "--kind", "vendor")
    assert (code, "Traceback" in said) == (2, False)
    create = ("user", "create", "Ana@Example.org", "--organisation", "north light")
    assert run(*create, said="correct horse battery\n") == (
        0,
        "Added ana@example.org to North Light.\n",
    )
    code, said = run("user", "create", "x@example.org", "--organisation", "nobody", "--no-password")
    assert (code, "There are: North Light." in said) == (2, True)
    code, said = run("ledger", "show")
    assert [line.split("  ")[-1] for line in said.splitlines()] == [
        "Somebody at the command line added the organisation North Light (vendor).",
        "Somebody at the command line added ana@example.org to North Light.",
    ]
    assert run("ledger", "check") == (
        0,
        "installation: 2 entries, 3 values opened, 0 withheld, 0 flaws\n",
    )
    assert User.objects.get().check_password("correct horse battery")


def test_what_is_refused_leaves_no_entry(database: Database) -> None:
    of = organisation()

    def add(email: str, password: str | None = None) -> User:
        return create_user(
            actor=COMMAND_LINE, at=AT, email=email, organisation=of, password=password
        )

    assert not add("ana@example.org").has_usable_password()
    for email, password in (
        ("ANA@example.org", None),
        ("no address", None),
        ("ben@example.org", "12345678"),
        ("ben@example.org", "ben@example.org"),
    ):
        with pytest.raises(AccountsError):
            add(email, password)
    assert User.objects.count() == 1
    assert Organisation.objects.count() == 1
    assert Entry.objects.count() == 2
