"""The pages of duties: the table by date, one duty with its forms, and those of a use."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clearslate.duties.models import Duty
from clearslate.duties.selectors import SIZE
from clearslate.flows.standing import withdraw
from clearslate.uses.models import Use
from tests.server.deciding import APPROVAL, AT, NOTIFY, Deciding, deciding
from tests.server.series import plain, text

pytestmark = pytest.mark.usefixtures("database")
SLUG = "saltbox-s2"
FAR = date(2090, 1, 4)


@pytest.fixture
def here(database) -> Deciding:
    made = deciding()
    made.series.submit(APPROVAL)
    made.series.submit(APPROVAL, by=made.people["department_lead"])
    Duty.objects.update(day=FAR)
    return made


def table(client: Client, query: str = "") -> str:
    answer = client.get(f"{reverse('duties', args=[SLUG])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[str]:
    """The duties of a table, each as its row says it."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [plain(each) for each in body.split("<tr>")[1:]]


def mine(here: Deciding) -> Duty:
    return Duty.objects.get(use__number=1, name="tell_contact")


def send(client: Client, duty: Duty, do: str, *, status: int = 302, **given: object) -> str:
    address = reverse("duty", args=[SLUG, duty.id])
    data = {"do": do, "revision": Duty.objects.get(id=duty.id).revision, **given}
    answer = client.post(address, data)
    assert answer.status_code == status, plain(answer.content.decode())
    return answer.content.decode()


def test_mine_and_everybodys_late_done_and_by_kind(here: Deciding, client: Client) -> None:
    client.force_login(here.series.coordinator)
    own = Duty.objects.filter(assigned=here.series.coordinator)
    page = table(client)
    assert len(rows(page)) == own.count()
    assert f"{own.count()} duties of yours" in page
    assert len(rows(table(client, "whose=all"))) == Duty.objects.count()
    kinds = own.filter(kind="check").count()
    assert 0 < kinds < own.count()
    assert len(rows(table(client, "kind=check"))) == kinds
    Duty.objects.filter(id=mine(here).id).update(day=date(2020, 1, 6))
    (late,) = rows(table(client, "state=late"))
    assert late.startswith("6 Jan 2020 late Tell the platform contact")
    assert rows(table(client))[0] == late
    odd = "whose=x&state=y&kind=z&page=-1&page=²"
    assert len(rows(table(client, odd))) == own.count()
    assert "Nothing of yours here" in table(client, "state=waived")


def test_marking_done_from_the_table(here: Deciding, client: Client) -> None:
    client.force_login(here.series.coordinator)
    duty = mine(here)
    address = reverse("duty", args=[SLUG, duty.id])
    data = {"do": "done", "from": "table", "revision": duty.revision}
    answer = client.post(address, data)
    assert answer.headers["Location"] == reverse("duties", args=[SLUG])
    assert "It is marked as done." in table(client)
    (done,) = rows(table(client, "state=done"))
    assert "done Ines Okoro" in done
    # The same form again, from a page that is old now.
    page = client.post(address, data)
    assert page.status_code == 409
    assert "Somebody changed this duty since you read it" in page.content.decode()


def test_one_duty_with_its_forms(here: Deciding, client: Client) -> None:
    client.force_login(here.series.coordinator)
    duty = mine(here)
    producer = here.people["producer"]
    page = plain(client.get(reverse("duty", args=[SLUG, duty.id])).content.decode())
    for words in ("It is done", "Give it to somebody", "Change its day", "It need not be done"):
        assert words in page
    said = send(client, duty, "move", status=422, to="2090-02-01", reason=" ")
    assert "Say why the day changes. One sentence will do." in said
    assert 'href="#move-reason"' in said
    assert "from today on" in send(client, duty, "move", status=422, to="2001-02-01", reason="x")
    assert send(client, duty, "move", status=422, to="soon", reason="x")
    assert send(client, duty, "assign", status=422, to="nobody")
    assert "Choose what to do" in send(client, duty, "burn", status=422)
    send(client, duty, "move", to=f"{AT.year + 1}-02-01", reason="The vendor is <b>away</b>.")
    page = client.get(reverse("duty", args=[SLUG, duty.id])).content.decode()
    assert "Changed by Ines Okoro: The vendor is &lt;b&gt;away&lt;/b&gt;." in page
    send(client, duty, "assign", to=producer.id)
    duty.refresh_from_db()
    assert duty.assigned == producer
    send(client, duty, "waive", reason="Told in person.")
    page = plain(client.get(reverse("duty", args=[SLUG, duty.id])).content.decode())
    assert "waived by Ines Okoro" in page
    assert "Open it again" in page
    assert "is waived. Open it again first" in plain(send(client, duty, "done", status=409))
    send(client, duty, "reopen")
    duty.refresh_from_db()
    assert duty.state == "open"


def test_who_does_not_have_it_only_reads(here: Deciding, client: Client) -> None:
    duty = mine(here)
    client.force_login(here.people["director"])
    page = client.get(reverse("duty", args=[SLUG, duty.id])).content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert "It is for Ines Okoro, or whoever keeps duties, to change this." in plain(page)
    send(client, duty, "done", status=404)
    assert "<button" not in table(client, "whose=all").partition("<tbody>")[2].partition("</t")[0]
    Duty.objects.filter(id=duty.id).update(assigned=here.people["director"])
    send(client, duty, "waive", status=404, reason="No.")
    send(client, duty, "done")


def test_a_duty_of_another_production_does_not_exist(here: Deciding, client: Client) -> None:
    other = deciding("harbour", code_name="Harbour")
    client.force_login(other.people["producer"])
    address = reverse("duty", args=["harbour", mine(here).id])
    assert client.get(address).status_code == 404
    assert client.post(address, {"do": "done", "revision": 1}).status_code == 404
    assert client.get(reverse("duty", args=["harbour", "nothing"])).status_code == 404


def test_the_page_of_a_use_has_its_duties_as_they_stand(here: Deciding, client: Client) -> None:
    client.force_login(here.series.coordinator)
    send(client, mine(here), "done", note="By phone.")
    page = text(client)
    assert "done by Ines Okoro" in page
    assert "By phone." in page
    use = Use.objects.get(number=1)
    here.series.submit(NOTIFY, version_of=use)
    assert "Not asked any more: the newest version does not ask for it." in text(client)
    old = text(client, "/p/saltbox-s2/uses/1/?version=1")
    assert "done by Ines Okoro" not in old
    assert "Tell the platform contact about this use." in old


def test_a_withdrawn_use_asks_for_nothing(here: Deciding, client: Client) -> None:
    from clearslate.accounts.parties import party_of

    use = Use.objects.get(number=1)
    coordinator = here.series.coordinator
    withdraw(
        actor=party_of(coordinator), at=AT, use=use, revision=use.revision, reason="It was cut."
    )
    client.force_login(coordinator)
    assert "No duty of yours is open" in table(client)
    page = plain(client.get(reverse("duty", args=[SLUG, mine(here).id])).content.decode())
    assert "the use was withdrawn" in page
    assert "Mark it as done" not in page
    send(client, mine(here), "done", status=409)


def test_a_long_table_has_pages_and_as_many_queries(here: Deciding, client: Client) -> None:
    client.force_login(here.series.coordinator)
    with CaptureQueriesContext(connection) as before:
        table(client, "whose=all")
    use = Use.objects.get(number=1)
    there = Duty.objects.count()
    Duty.objects.bulk_create(
        Duty(
            use=use,
            name="more",
            path="use",
            subject=f"{n}",
            version=1,
            text=f"One more, {n}.",
            owner="producer",
            certain=True,
            day=FAR,
            assigned=here.people["producer"],
            assigned_at=AT,
            created_at=AT,
        )
        for n in range(SIZE)
    )
    with CaptureQueriesContext(connection) as after:
        page = table(client, "whose=all")
    assert len(after) <= len(before)
    assert len(rows(page)) == SIZE
    assert "whose=all&amp;page=2" in page
    assert len(rows(table(client, "whose=all&page=2"))) == there
    assert len(rows(table(client, "whose=all&page=999"))) == there
