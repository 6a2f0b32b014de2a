"""The history as a story: who did what, by day, told with the names of today."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from clearslate.ledger.models import Entry, Opening, Pseudonym
from clearslate.ledger.registry import all_types
from clearslate.productions.models import Role
from clearslate.ui.stories import KINDS, PAGE
from tests.server import people
from tests.server.series import AT, HOLD, NOT_A_USE, NOTIFY, Series, series

pytestmark = pytest.mark.usefixtures("database")

URL = "/p/saltbox-s2/history/"
USE = "/p/saltbox-s2/uses/1/"
LINE = r'<li id="entry-(\d+)">(.*?) <span class="note"><time datetime="([^"]+)">([\d:]+)'


@pytest.fixture
def made() -> Series:
    return series()


@pytest.fixture
def ines(client: Client, made: Series) -> Client:
    client.force_login(made.coordinator)
    return client


def lines(client: Client, address: str = URL) -> list[tuple[int, str]]:
    """Place and sentence of each line of a page."""
    answer = client.get(address)
    assert answer.status_code == 200
    found = re.findall(LINE, answer.content.decode())
    return [(int(place), html.unescape(sentence)) for place, sentence, *_ in found]


def test_it_works(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    found = lines(ines)
    assert "Ines Okoro submitted U-001: needs approval." in [sentence for _, sentence in found]
    assert found[0][1] == "U-001: Final output was asked."
    assert found[-1] == (0, "Somebody at the command line created the production Saltbox.")
    assert [place for place, _ in found] == list(range(len(found) - 1, -1, -1))


def test_each_line_has_its_place_and_hash(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    page = ines.get(URL).content.decode()
    for entry in Entry.objects.filter(log__scope=made.production.id):
        assert f"#{entry.index} {entry.sha256[:12]}" in page


def test_days_are_those_of_the_production(ines: Client, made: Series) -> None:
    zone = made.production
    zone.zone = "Pacific/Auckland"  # where it is the next day already
    zone.save()
    made.submit(NOT_A_USE, at=AT.replace(hour=13))
    made.submit(NOT_A_USE, at=AT)
    page = ines.get(URL).content.decode()
    days = re.findall(r'<h2><time datetime="([\d-]+)">', page)
    assert days[:2] == ["2026-11-24", "2026-11-25"]
    times = [found[3] for found in re.findall(LINE, page)]
    assert times[:2] == ["22:30", "02:30"]


def test_the_history_of_a_use_is_its_own(ines: Client, made: Series) -> None:
    use = made.submit(NOTIFY)
    made.submit(HOLD)
    made.submit(HOLD, version_of=use, at=AT + timedelta(days=1))
    found = [sentence for _, sentence in lines(ines, f"{USE}history/")]
    asked = [line for line in found if line.endswith(" was asked.")]
    assert asked
    assert all(line.startswith("U-001: ") for line in asked)
    assert [line for line in found if line not in asked] == [
        "Ines Okoro submitted version 2 of U-001: needs approval.",
        "The notice of U-001 went to contact@saltbox-s2.example.",
        "Ines Okoro submitted U-001: notify.",
    ]
    assert lines(ines, USE) == lines(ines, f"{USE}history/")


def test_the_page_of_a_use_shows_the_last_lines_only(ines: Client, made: Series) -> None:
    use = made.submit(HOLD)
    for hour in range(1, 12):
        made.submit(HOLD, version_of=use, at=AT + timedelta(hours=hour))
    assert lines(ines, USE) == lines(ines, f"{USE}history/")[:8]


def test_it_goes_on_page_by_page(ines: Client, made: Series) -> None:
    use = made.submit(NOT_A_USE)
    for minute in range(1, PAGE + 3):
        made.submit(NOT_A_USE, version_of=use, at=AT + timedelta(minutes=minute))
    address, seen = f"{USE}history/", []
    for _ in range(3):
        page = ines.get(address).content.decode()
        seen += [place for place, _ in lines(ines, address)]
        found = re.search(r'href="(\?before=\d+)" rel="next"', page)
        if found is None:
            break
        address = f"{USE}history/{found[1]}"
    assert len(seen) == PAGE + 3
    assert seen == sorted(set(seen), reverse=True)
    assert "The newest" in page


def test_a_made_up_address_is_not_found(ines: Client, made: Series) -> None:
    for query in ("before=x", "before=-1", "before=", "kind=other", f"before={'9' * 40}"):
        assert ines.get(f"{URL}?{query}").status_code == 404


def test_before_the_first_entry_there_is_nothing(ines: Client, made: Series) -> None:
    assert "Nothing of this kind has happened yet." in ines.get(f"{URL}?before=0").content.decode()


def test_it_is_narrowed_by_kind(ines: Client, made: Series) -> None:
    made.submit(NOTIFY)
    entries = list(Entry.objects.filter(log__scope=made.production.id).order_by("-index"))
    for kind, (_, begins) in KINDS.items():
        wanted = [entry.index for entry in entries if entry.type.startswith(begins)]
        assert [place for place, _ in lines(ines, f"{URL}?kind={kind}")] == wanted


def test_a_kind_that_its_log_never_holds_was_offered(ines: Client, made: Series) -> None:
    """Acts on drafts stand in the log of the installation; here the answer was never true."""
    assert "Questions and drafts" not in ines.get(URL).content.decode()
    assert ines.get(f"{URL}?kind=drafts").status_code == 404


def test_every_type_of_a_production_belongs_to_one_kind() -> None:
    begins = [begin for _, kinds in KINDS.values() for begin in kinds]
    of_the_installation = (
        "incident.",  # in a log of their own, for those who handle them
        "question.", "author.", "draft.",
        "organisation.", "user.", "person.", "office.", "invitation.", "password.",
        "second_factor.", "single_sign_on.", "passkey.", "email.", "mail.", "message.", "sign_in.",
        "reminders.",
    )  # fmt: skip
    for kind in all_types():
        if not kind.name.startswith(of_the_installation):
            fitting = [begin for begin in begins if kind.name.startswith(begin)]
            assert len(fitting) == 1, kind.name


def test_what_was_erased_says_so(ines: Client, made: Series) -> None:
    made.submit(NOTIFY)
    Opening.objects.filter(field="recipient").delete()
    Pseudonym.objects.filter(kind="person", party=made.coordinator.id).delete()
    said = [sentence for _, sentence in lines(ines)]
    assert "The notice of U-001 went to (erased)." in said
    assert "(erased) submitted U-001: notify." in said


def test_names_are_those_of_today_and_are_escaped(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    made.coordinator.name = "Ines <b>Okoro</b>"
    made.coordinator.save()
    page = ines.get(URL).content.decode()
    assert "Ines &lt;b&gt;Okoro&lt;/b&gt; submitted U-001" in page


def test_it_takes_the_permission(ines: Client, made: Series) -> None:
    made.submit(HOLD)
    role = Role.objects.get(production=made.production, key="coordinator")
    role.actions = [each for each in role.actions if each != "see_history"]
    role.save()
    assert ines.get(URL).status_code == 404
    assert ines.get(f"{USE}history/").status_code == 404
    page = ines.get(USE).content.decode()
    assert "What happened" not in page


def test_that_of_another_production_does_not_exist(client: Client, made: Series) -> None:
    made.submit(HOLD)
    client.force_login(series("harrow-s1", code_name="Harrow").coordinator)
    assert client.get(URL).status_code == 404
    assert client.get(f"{USE}history/").status_code == 404


def test_that_of_the_installation_is_for_its_offices(ines: Client, made: Series) -> None:
    address = reverse("installation_history")
    assert ines.get(address).status_code == 404
    admin = people.administrator()
    ines.force_login(admin)
    said = [sentence for _, sentence in lines(ines, address)]
    assert "Somebody at the command line made Ada Admin administrator." in said
    ines.logout()
    assert ines.get(address).status_code == 302
