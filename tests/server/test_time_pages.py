"""The pages of what time and changes do: suspensions, and later steps, without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from clearslate.clearance.models import AfterDelivery, Suspension
from clearslate.uses.models import Use
from tests.server import people
from tests.server.deciding import AT, NOTIFY, Deciding, deciding
from tests.server.passing import fresh, reads, refile, work
from tests.server.series import plain
from tests.server.test_time_facts import DE_AGEING, withdrawn

pytestmark = pytest.mark.usefixtures("database")

P = "/p/saltbox-s2/"


@pytest.fixture
def here(database) -> Deciding:
    return deciding()


@pytest.fixture
def producer(client: Client, here: Deciding) -> Client:
    """The browser of a producer who has just signed in."""
    people.sign_in(client, here.people["producer"])
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return plain(answer.content.decode())


def test_every_use_is_suspended_and_goes_on(producer: Client, here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    assert "Nothing is suspended." in text(producer, f"{P}suspensions/")
    answer = producer.post(
        f"{P}suspensions/new/", {"kind": "strike", "reason": "The writers walked out."}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{P}suspensions/")
    assert reads(use) == "suspended"
    page = text(producer, f"{P}suspensions/")
    assert "Every use is suspended." in page
    assert "The writers walked out." in page
    row = Suspension.objects.get()
    assert "Every use is suspended already." in text(producer, f"{P}suspensions/new/")
    answer = producer.post(f"{P}suspensions/{row.id}/end/", {"reason": "A contract."})
    assert answer.status_code == 302
    assert reads(use) == "noticed"
    assert "Ended: A contract. Producer" in text(producer, f"{P}suspensions/")
    again = producer.post(f"{P}suspensions/{row.id}/end/", {"reason": "A contract."})
    assert again.status_code == 409
    assert "has ended already" in plain(again.content.decode())


def test_one_use_is_suspended_from_its_own_page(producer: Client, here: Deciding) -> None:
    use, other = here.series.submit(NOTIFY), here.series.submit(NOTIFY)
    own = f"{P}uses/{use.number}/"
    assert f'href="{own}suspend/"' in producer.get(own).content.decode()
    refused = producer.post(f"{own}suspend/", {"kind": "other", "reason": " "})
    assert refused.status_code == 422
    assert "Say why" in plain(refused.content.decode())
    assert producer.post(f"{own}suspend/", {"kind": "other", "reason": "By the court."}).url == own
    assert (reads(use), reads(other)) == ("suspended", "noticed")
    page = text(producer, own)
    assert "Suspended" in page
    assert "By the court." in page
    assert "1 use is suspended." in text(producer, f"{P}suspensions/").replace("One", "1")
    assert "suspended already" in text(producer, f"{own}suspend/")


def test_what_is_delivered_or_over_is_not_suspended(producer: Client, here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    Use.objects.filter(id=use.id).update(frozen_at=use.submitted_at)
    own = f"{P}uses/{use.number}/"
    assert "There is nothing to pause" in text(producer, f"{own}suspend/")
    refused = producer.post(f"{own}suspend/", {"kind": "other", "reason": "By the court."})
    assert "is delivered" in plain(refused.content.decode())
    assert fresh(use).suspended is False


def test_a_suspension_of_another_production_is_not_there(producer: Client, here: Deciding) -> None:
    for address in ("suspensions/nothing/end/", "uses/99/suspend/"):
        assert producer.get(f"{P}{address}").status_code == 404


def test_who_may_not_suspend_reads_what_is(client: Client, here: Deciding) -> None:
    client.force_login(here.people["auditor"])
    assert "Nothing is suspended." in text(client, f"{P}suspensions/")
    assert client.get(f"{P}suspensions/new/").status_code == 404


def test_what_is_stale_says_so_first(client: Client, here: Deciding, time_machine) -> None:
    time_machine.move_to(AT)
    use = here.approve_all(here.series.submit(DE_AGEING))
    client.force_login(here.series.coordinator)
    own = f"{P}uses/{use.number}/"
    assert "Go-ahead given" in text(client, own)
    refile(here, withdrawn)
    page = text(client, own)
    assert "It is to be assessed again, because facts on file changed." in page
    assert "Go-ahead given" not in page
    work(here.series.production)
    page = text(client, own)
    assert "On hold: evidence missing" in page
    assert "Assessed anew: facts on file changed" in page.partition("Versions")[2]


def test_a_delivered_use_offers_no_act(client: Client, here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    Use.objects.filter(id=use.id).update(frozen_at=use.submitted_at)
    client.force_login(here.series.coordinator)
    own = f"{P}uses/{use.number}/"
    page = client.get(own).content.decode()
    assert "It stays as it is" in plain(page)
    for act in ("new-version", "withdraw", "suspend", "call-up"):
        assert f"{own}{act}/" not in page
    refused = client.post(f"{own}new-version/")
    assert (refused.status_code, "is delivered" in plain(refused.content.decode())) == (409, True)


def test_legal_says_what_follows_after_delivery(client: Client, here: Deciding) -> None:
    use = here.series.submit(NOTIFY)
    at = use.submitted_at
    item = AfterDelivery.objects.create(use=use, because="facts", at=at, last_at=at)
    client.force_login(here.people["platform_legal"])
    page = text(client, f"{P}after-delivery/")
    assert "One use to look at." in page.replace("1 use", "One use")
    address = f"{P}after-delivery/{item.id}/"
    assert "stay as they were delivered" in text(client, address)
    assert client.post(address, {"changes": 1, "note": ""}).status_code == 422
    stale_page = client.post(address, {"changes": 2, "note": "It stays."})
    assert stale_page.status_code == 409
    assert "It stays." in stale_page.content.decode()
    assert client.post(address, {"changes": 1, "note": "It stays."}).status_code == 302
    assert "It stays." in text(client, f"{P}after-delivery/")
    assert "It is settled" in text(client, address)
    client.force_login(here.people["producer"])
    assert client.get(address).status_code == 404


def test_the_page_says_what_has_to_last_until_the_release(
    client: Client, here: Deciding, time_machine
) -> None:
    time_machine.move_to(AT)
    use = here.series.submit(DE_AGEING)
    client.force_login(here.series.coordinator)
    own = f"{P}uses/{use.number}/"
    page = text(client, own)
    assert "Until the release" in page
    assert "until then it has to last or be renewed" in page
    client.force_login(here.reviewers["talent"])
    assert "Until the release" in text(client, f"{own}review/")
