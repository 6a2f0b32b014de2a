"""The page of a use: everything that was declared and found, as it was kept."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.server import people
from tests.server.series import APPROVAL, HOLD, NOT_A_USE, NOTIFY, series

pytestmark = pytest.mark.usefixtures("database")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("name", [NOTIFY, APPROVAL, HOLD, NOT_A_USE])
def test_it_works(client: Client, name: str) -> None:
    made = series()
    use = made.submit(name)
    people.sign_in(client, made.coordinator)
    text = page(client, f"/p/saltbox-s2/uses/{use.number}/")
    assert "U-001, version 1" in text
    assert client.get("/p/saltbox-s2/uses/1/ways/").status_code == 200
