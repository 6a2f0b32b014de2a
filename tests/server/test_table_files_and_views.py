"""The table of uses as files, for whoever may read it, and in views that are kept."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from clearslate.accounts.parties import party_of
from clearslate.ledger import selectors as ledger
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Production, Role
from clearslate.uses.models import SavedView, Use
from clearslate.uses.services.views import share_view, unshare_view
from clearslate.uses.views import views_of
from tests.server.many import AT, client, make_production, make_uses, member, odd_uses

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_that_day(time_machine) -> None:
    """The pages read the clock; the calendar of these tests lies around one day."""
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def production(database: Any) -> Production:
    return make_production()


class TestFiles:
    def rows(self, response: Any) -> list[list[str]]:
        text = b"".join(response).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_csv_holds_what_matches_in_order(self, production: Production) -> None:
        odd_uses(production, 40)
        response = client(production).get(
            "/p/tideline/uses/csv/", {"sort": "-number", "goes": "final"}
        )
        assert response.headers["Content-Disposition"].startswith(
            'attachment; filename="tideline-uses-20'
        )
        head, *rows = self.rows(response)
        numbers = Use.objects.filter(production=production, final=True).order_by("-number")
        assert [row[0] for row in rows] == [
            f"U-{n:03d}" for n in numbers.values_list("number", flat=True)
        ]
        assert all(len(row) == len(head) for row in rows)

    def test_a_title_is_never_a_formula(self, production: Production) -> None:
        make_uses(production, 2)
        Use.objects.filter(number=1).update(title='=HYPERLINK("http://x")', episodes=["-1"])
        _, first, _ = self.rows(client(production).get("/p/tideline/uses/csv/", {"sort": "number"}))
        assert first[1] == '\'=HYPERLINK("http://x")'
        assert first[3] == "'-1"

    def test_a_selection_is_what_was_ticked_of_this_production(
        self, production: Production
    ) -> None:
        make_uses(production, 8)
        browser = client(production)
        response = browser.get("/p/tideline/uses/csv/", {"sel": "1", "n": ["3", "5", "77", "x"]})
        assert sorted(row[0] for row in self.rows(response)[1:]) == ["U-003", "U-005"]
        every = browser.get(
            "/p/tideline/uses/numbers/", {"sel": "1", "all": "1", "query": "sort=number"}
        )
        assert every.content.decode().split() == [f"U-{n:03d}" for n in range(1, 9)]
        assert every.headers["Content-Type"].startswith("text/plain")

    def test_nothing_selected_says_so(self, production: Production) -> None:
        make_uses(production, 2)
        response = client(production).get("/p/tideline/uses/csv/", {"sel": "1", "query": "week=1"})
        assert response.status_code == 422
        assert "Nothing is selected" in response.content.decode()
        assert "/p/tideline/uses/?week=1" in response.content.decode()


class TestPermissions:
    def role_with(self, production: Production, *actions: str) -> Client:
        role = Role.objects.get(production=production, key="department_lead")
        role.actions = list(actions)
        role.save()
        return client(production, "department_lead")

    @pytest.mark.parametrize("page", ["", "csv/", "numbers/", "views/"])
    def test_who_may_not_see_uses_finds_no_page(self, production: Production, page: str) -> None:
        make_uses(production, 2)
        browser = self.role_with(production, "see_production")
        assert browser.get(f"/p/tideline/uses/{page}").status_code == 404
        home = browser.get("/p/tideline/").content.decode()
        assert "Your roles here do not show uses" in home
        assert "U-001" not in home

    def test_who_may_not_export_gets_no_file(self, production: Production) -> None:
        make_uses(production, 2)
        browser = self.role_with(production, "see_production", "see_uses")
        assert browser.get("/p/tideline/uses/csv/").status_code == 404
        page = browser.get("/p/tideline/uses/").content.decode()
        assert "CSV" not in page
        assert "Declare a use" not in page

    def test_nothing_crosses_between_productions(self, production: Production) -> None:
        make_uses(production, 3)
        other = make_production("Ashore")
        browser = client(other)
        assert browser.get("/p/tideline/uses/csv/").status_code == 404
        assert "U-001" not in browser.get("/p/ashore/uses/").content.decode()


class TestViews:
    address = "/p/tideline/uses/views/"

    def keep(self, browser: Client, name: str, query: str = "state=on_hold") -> Any:
        return browser.post(self.address, {"name": name, "query": query})

    def test_it_works(self, production: Production) -> None:
        browser = client(production)
        response = self.keep(browser, "  On   hold ")
        assert response.headers["Location"] == "/p/tideline/uses/?state=on_hold"
        assert "On hold" in browser.get("/p/tideline/uses/").content.decode()
        assert ledger.newest_first(production.id, kinds=["view."]) == []

    def test_one_of_somebody_else_is_not_seen_until_it_is_shared(
        self, production: Production
    ) -> None:
        mine, theirs = client(production), client(production, "department_lead")
        self.keep(mine, "Fog watch")
        view = SavedView.objects.get()
        assert "Fog watch" not in theirs.get(self.address).content.decode()
        assert theirs.post(f"{self.address}{view.pk}/", {"act": "drop"}).status_code == 404
        assert mine.post(f"{self.address}{view.pk}/", {"act": "share"}).status_code == 302
        assert "Fog watch" in theirs.get(self.address).content.decode()
        assert theirs.post(f"{self.address}{view.pk}/", {"act": "drop"}).status_code == 422
        assert theirs.post(f"{self.address}{view.pk}/", {"act": "unshare"}).status_code == 422
        assert SavedView.objects.get().shared
        assert mine.post(f"{self.address}{view.pk}/", {"act": "unshare"}).status_code == 302
        assert "Fog watch" not in theirs.get(self.address).content.decode()
        told = [line.sentence for line in ledger.newest_first(production.id, kinds=["view."])]
        assert told == [
            "Tove Lindhagen no longer shares the view “Fog watch”.",
            "Tove Lindhagen shared the view “Fog watch”.",
        ]

    def test_sharing_needs_the_permission(self, production: Production) -> None:
        browser = client(production, "department_lead")
        self.keep(browser, "Fog watch")
        view = SavedView.objects.get()
        assert browser.post(f"{self.address}{view.pk}/", {"act": "share"}).status_code == 422
        with pytest.raises(NotAllowedError):
            share_view(actor=party_of(view.user), at=AT, view_id=view.pk)
        with pytest.raises(NotAllowedError):
            unshare_view(actor=party_of(view.user), at=AT, view_id=view.pk)
        assert not SavedView.objects.get().shared

    def test_names_are_checked(self, production: Production) -> None:
        browser = client(production)
        assert self.keep(browser, " ").status_code == 422
        assert self.keep(browser, "x" * 61).status_code == 422
        many = "&".join(f"episode={number:050d}" for number in range(20))
        response = self.keep(browser, "Too much", many)
        assert response.status_code == 422
        assert "too many filters" in response.content.decode()
        self.keep(browser, "One")
        self.keep(browser, "Two")
        two = SavedView.objects.get(name="Two")
        taken = browser.post(f"{self.address}{two.pk}/", {"act": "rename", "name": "One"})
        assert taken.status_code == 422
        assert browser.post(f"{self.address}{two.pk}/", {"act": "dance"}).status_code == 422
        browser.post(f"{self.address}{two.pk}/", {"act": "rename", "name": "Three"})
        browser.post(f"{self.address}{SavedView.objects.get(name='One').pk}/", {"act": "drop"})
        assert list(SavedView.objects.values_list("name", flat=True)) == ["Three"]

    def test_keeping_one_again_changes_it(self, production: Production) -> None:
        browser = client(production)
        self.keep(browser, "Mine", "mine=1")
        self.keep(browser, "Mine", "week=1")
        assert SavedView.objects.get().query == "week=1"
        assert [view.name for view in views_of(party_of(member(production)), production)] == [
            "Mine"
        ]
