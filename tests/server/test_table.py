"""The table of uses: filters, orders and pages, held to plain Python; files; kept views."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.ledger import selectors as ledger
from clearslate.policy.derived.records import folded
from clearslate.productions.errors import NotAllowedError
from clearslate.productions.models import Membership, Production, Role
from clearslate.uses.asked import (
    COLUMNS,
    DESTINATIONS,
    GROUPS,
    NAMELESS,
    OUTCOMES,
    SIZES,
    SORTS,
    Asked,
)
from clearslate.uses.holders import holder_of
from clearslate.uses.models import Assessment, SavedView, State, Use, UseVersion
from clearslate.uses.services.views import share_view, unshare_view
from clearslate.uses.table import Search, table_of
from clearslate.uses.views import views_of
from tests.server.many import AT, make_production, make_uses

pytestmark = pytest.mark.usefixtures("database")
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _on_that_day(time_machine) -> None:
    """The pages read the clock; the calendar of these tests lies around one day."""
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def production(database: Any) -> Production:
    return make_production()


def member(production: Production, role: str = "coordinator") -> User:
    return Membership.objects.filter(production=production, role__key=role).first().user


def client(production: Production, role: str = "coordinator") -> Client:
    made = Client()
    made.force_login(member(production, role))
    return made


def odd_uses(production: Production, n: int, seed: int = 0) -> list[Use]:
    """Uses with what trips queries up: quotes, per cent, letters beyond ASCII; facts changed."""
    make_uses(production, n, seed)
    made = list(Use.objects.filter(production=production).order_by("number"))
    titles = ["100% fog", 'The "quoted" one', "été_über", "=SUM(A1)", "Zebra", "apple", "_", "'"]
    episodes = [["101"], ["Å-1"], ['q"1'], [], ["101", "102"], ["10"]]
    for use in made[::3]:
        use.title = titles[use.number % len(titles)]
        use.search = folded(use.title)
        use.episodes = episodes[use.number % len(episodes)]
    for use in made[::5]:
        use.changed_at = AT - timedelta(days=6)
        use.final = None
    for use in made[::11]:
        use.state, use.areas = "in_review", []  # a notice that was called up
    Use.objects.bulk_update(
        made, ["title", "search", "episodes", "changed_at", "final", "state", "areas"]
    )
    settled = UseVersion.objects.filter(state="noticed").values("assessment")
    Assessment.objects.filter(sha256__in=settled).update(holds_until=TODAY)
    Assessment.objects.exclude(sha256__in=settled).update(holds_until=TODAY + timedelta(days=1))
    return list(Use.objects.filter(production=production))


class Oracle:
    """What the table should do, in plain Python over all rows."""

    def __init__(self, production: Production, me: User) -> None:
        self.me = me.id
        self.rows = list(Use.objects.filter(production=production))
        self.names = {user.id: str(user) for user in User.objects.all()}
        newest = {(row.id, row.versions_count) for row in self.rows}
        self.stale = {
            use
            for use, number, until in UseVersion.objects.filter(
                use__production=production
            ).values_list("use_id", "number", "assessment__holds_until")
            if (use, number) in newest and until is not None and until <= TODAY
        }
        self.ascii = connection.vendor == "sqlite"
        self.ground = Search(party_of(me), production, Asked(), AT).ground

    def again(self, row: Use) -> bool:
        return row.state in ("noticed", "not_a_use") and row.id in self.stale

    def mine(self, row: Use) -> bool:
        own = row.declared_by_id == self.me
        if row.state == "in_review":
            turns = self.ground.turns
            mine = bool(set(turns.mine(self.me)) & set(row.areas))
            return not own and (mine or (not row.areas and turns.has_anything(self.me)))
        return own and (row.state == "on_hold" or self.again(row))

    def who(self, row: Use) -> str:
        from clearslate.uses.turns import Person

        declarer = Person(row.declared_by_id, self.names[row.declared_by_id])
        held = self.ground.turns.of(row.state, row.areas, declarer, self.again(row))
        return held.called(self.me)

    def filtered(self, asked: Asked, row: Use) -> bool:
        def among(chosen: tuple[str, ...], values: list[str]) -> bool:
            return not chosen or bool(set(chosen) & set(values or [NAMELESS]))

        return (
            among(asked.state, [row.state])
            and (not asked.outcome or row.outcome in asked.outcome)
            and among(asked.department, [row.department] if row.department else [])
            and among(asked.area, row.areas)
            and among(asked.episode, row.episodes)
            and all(self.word(word, row) for word in asked.words)
        )

    def word(self, word: str, row: Use) -> bool:
        digits = word.removeprefix("u-").removeprefix("u") if word.startswith("u") else word
        number = digits.isascii() and digits.isdecimal() and len(digits) < 7
        return (
            word in row.search
            or (number and int(digits) == row.number)
            or word in folded(self.names[row.declared_by_id])
        )

    def quick(self, asked: Asked, row: Use) -> bool:
        goes = {True: "final", False: "temporary", None: "unknown"}[row.final]
        return (
            (not asked.goes or goes in asked.goes)
            and (not asked.mine or self.mine(row))
            and (not asked.week or row.changed_at >= AT - timedelta(days=7))
            and (not asked.missing or (row.missing > 0 and row.state != "withdrawn"))
            and (not asked.again or self.again(row))
        )

    def due(self, row: Use) -> date | None:
        return row.due_on if row.state in ("on_hold", "in_review") else None

    def inorder(self, asked: Asked) -> list[Use]:
        rows = [row for row in self.rows if self.filtered(asked, row) and self.quick(asked, row)]
        rows.sort(key=lambda row: row.number)
        if not asked.sort:
            rank = {"on_hold": 0, "in_review": 0, "noticed": 2, "not_a_use": 3, "withdrawn": 4}
            rows.sort(key=lambda row: row.changed_at, reverse=True)
            return sorted(
                rows, key=lambda r: (rank[r.state], self.due(r) is None, self.due(r) or TODAY)
            )
        state = ["on_hold", "in_review", "noticed", "not_a_use", "withdrawn"]
        by_name = sorted(set(self.names.values()), key=lambda name: (folded(name), name))
        text = lambda value: json.dumps(value, ensure_ascii=self.ascii)  # noqa: E731
        keys: dict[str, Callable[[Use], Any]] = {
            "number": lambda r: r.number,
            "title": lambda r: "".join(c.lower() if c.isascii() else c for c in r.title),
            "department": lambda r: folded(self.department(r)),
            "episodes": lambda r: text(r.episodes),
            "goes": lambda r: [True, None, False].index(r.final),
            "state": lambda r: state.index(r.state),
            "who": lambda r: (folded(self.who(r)), self.who(r)),
            "next": self.due,
            "changed": lambda r: r.changed_at,
            "outcome": lambda r: ["hold", "approval", "notify", ""].index(r.outcome),
            "areas": lambda r: text(r.areas),
            "missing": lambda r: r.missing,
            "declared": lambda r: by_name.index(self.names[r.declared_by_id]),
            "versions": lambda r: r.versions_count,
        }
        key = keys[asked.sort.removeprefix("-")]
        some = [row for row in rows if key(row) is not None]
        none = [row for row in rows if key(row) is None]
        some.sort(key=key, reverse=asked.sort.startswith("-"))
        return some + none

    def department(self, row: Use) -> str:
        from clearslate.uses.matching import DEPARTMENTS

        return DEPARTMENTS[row.department] if row.department else "\U0010ffff"


def several(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of the values, in the order in which an address has them."""
    inorder = list(values)
    chosen = st.lists(st.sampled_from(inorder), unique=True, max_size=3)
    return chosen.map(lambda some: tuple(value for value in inorder if value in some))


WORDS = ["fog", "the", "u-3", "12", "100%", "été", '"quoted"', "lindhagen", "_", "nothing-like-it"]
questions = st.builds(
    Asked,
    q=st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
    state=several(State.values),
    outcome=several(OUTCOMES),
    department=several(sorted(["vfx", "art", "sound", NAMELESS])),
    area=several(sorted(["talent", "data", "final_output", NAMELESS, "nowhere"])),
    episode=several(sorted(["101", "Å-1", 'q"1', "10", NAMELESS])),
    goes=several(DESTINATIONS),
    mine=st.booleans(),
    week=st.booleans(),
    missing=st.booleans(),
    again=st.booleans(),
    sort=st.sampled_from(["", *SORTS, *(f"-{each}" for each in SORTS)]),
)
#: Mostly few filters, since many at once leave nothing to look at.
plain = st.builds(Asked, sort=questions.map(lambda asked: asked.sort), q=st.sampled_from(["", "e"]))


@pytest.mark.parametrize("role", ["department_lead", "reviewer", "platform_contact"])
def test_filters_orders_and_counts_agree_with_plain_python(
    production: Production, role: str
) -> None:
    odd_uses(production, 120)
    other = make_production("Ashore")
    make_uses(other, 10)
    me = member(production, role)
    oracle = Oracle(production, me)

    @settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(questions, plain))
    def agree(asked: Asked) -> None:
        search = Search(party_of(me), production, asked, AT)
        expected = oracle.inorder(asked)
        assert search.numbers(search.ids()) == [row.number for row in expected]
        counts = search.counts()
        under = [row for row in oracle.rows if oracle.filtered(asked, row)]
        assert counts["all"] == len(under)
        assert counts["matching"] == len(expected)
        assert counts["mine"] == sum(oracle.mine(row) for row in under)
        assert counts["again"] == sum(oracle.again(row) for row in under)
        assert counts["temporary"] == sum(row.final is False for row in under)
        # What is asked for survives being an address.
        assert Asked.read_text(asked.query()) == asked

    agree()
    assert any(oracle.again(row) for row in oracle.rows)
    assert any(oracle.mine(row) for row in oracle.rows)


def test_pages_and_groups_hold_every_use_once_in_each_of_its_groups(production: Production) -> None:
    odd_uses(production, 130)
    me = member(production)
    for group in ("", *GROUPS):
        seen: list[tuple[str, int]] = []
        asked = Asked(group=group, sort="-title")
        first = table_of(Search(party_of(me), production, asked, AT))
        for page in range(1, first.pages + 1):
            shown = table_of(
                Search(party_of(me), production, Asked.read_text(asked.query(page=page)), AT)
            )
            assert shown.asked.page == page
            assert len(shown.rows) <= asked.size
            seen += [(part.key, row.use.number) for part in shown.groups for row in part.rows]
        assert len(seen) == len(set(seen)) == first.lines
        expected: set[tuple[str, int]] = set()
        for use in Use.objects.filter(production=production):
            keys = {
                "": [""],
                "state": [use.state],
                "department": [use.department or NAMELESS],
                "episode": use.episodes or [NAMELESS],
                "area": use.areas or [NAMELESS],
            }[group]
            expected |= {(key, use.number) for key in keys}
        assert set(seen) == expected
    beyond = table_of(Search(party_of(me), production, Asked(page=999), AT))
    assert beyond.asked.page == beyond.pages == 3
    assert len(beyond.rows) == 30


texts = st.text(max_size=30)
PARAMETERS = [
    *("q", "state", "outcome", "department", "area", "episode", "goes", "mine", "week", "missing"),
    *("again", "blocks", "sort", "group", "col", "size", "page", "n", "sel", "all", "query"),
]
HOSTILE = [
    *("\x00", "%", "';--", "-1", "99999999999999999999", "٣", "1e9", "[", '"', "\U0001f600"),
    *("picture_lock:", "picture_lock:102", "delivery:101", "U-99999999999", "u-0"),
]


def test_no_query_brings_the_pages_down(production: Production) -> None:
    make_uses(production, 12)
    browser = client(production)

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.sampled_from(PARAMETERS),
            st.lists(st.one_of(texts, st.sampled_from([*HOSTILE, *SORTS, *GROUPS])), max_size=3),
        ),
        st.sampled_from(["", "csv/", "numbers/", "views/"]),
        st.booleans(),
    )
    def answers(query: dict[str, list[str]], page: str, htmx: bool) -> None:
        headers = {"HX-Request": "true", "HX-Target": "uses"} if htmx else {}
        response = browser.get(f"/p/tideline/uses/{page}", query, headers=headers)
        assert response.status_code in (200, 302, 422)
        b"".join(response)

    answers()


@pytest.mark.parametrize("role", ["coordinator", "reviewer"])
def test_queries_do_not_grow_with_the_uses(production: Production, role: str) -> None:
    browser = client(production, role)
    addresses = [
        "/p/tideline/",
        "/p/tideline/uses/",
        "/p/tideline/uses/?sort=who&q=the",
        "/p/tideline/uses/?group=area&size=100",
        "/p/tideline/uses/?blocks=picture_lock:103&mine=1&sort=-next",
    ]
    counts = []
    for more in (30, 170):
        make_uses(production, more, seed=more)
        # What is on hold comes first, so that its evidence is looked up each time.
        Use.objects.filter(state="on_hold").update(due_on=TODAY - timedelta(days=99))
        found = []
        for address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 30


def test_a_number_alone_leads_to_its_use(production: Production) -> None:
    make_uses(production, 3)
    browser = client(production)
    for text in ("U-002", "u2", " U-2 "):
        assert (
            browser.get("/p/tideline/uses/", {"q": text}).headers["Location"].endswith("/uses/2/")
        )
    assert browser.get("/p/tideline/uses/", {"q": "U-077"}).status_code == 200
    # With a filter beside it, it is one of the words.
    assert browser.get("/p/tideline/uses/", {"q": "U-002", "week": "1"}).status_code == 200


def test_only_the_table_comes_when_a_filter_changes(production: Production) -> None:
    make_uses(production, 5)
    response = client(production).get(
        "/p/tideline/uses/",
        {"q": "", "state": "in_review", "size": "50"},
        headers={"HX-Request": "true", "HX-Target": "uses"},
    )
    page = response.content.decode()
    assert page.lstrip().startswith('<div id="uses"')
    assert "<html" not in page
    assert response.headers["HX-Push-Url"] == "/p/tideline/uses/?state=in_review"
    # A browser that goes back must not take the part for the whole.
    assert "HX-Target" in response.headers["Vary"]


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


def test_every_column_can_be_shown_and_sorted(production: Production) -> None:
    make_uses(production, 4)
    browser = client(production)
    query = {"col": list(COLUMNS), "size": str(SIZES[1])}
    page = browser.get("/p/tideline/uses/", query).content.decode()
    for sort in SORTS:
        assert f"sort={sort}" in page
        assert browser.get("/p/tideline/uses/", {**query, "sort": sort}).status_code == 200


def test_the_table_agrees_with_the_page_of_a_use_on_who_has_it(production: Production) -> None:
    odd_uses(production, 60)
    Assessment.objects.update(holds_until=None)
    search = Search(party_of(member(production)), production, Asked(), AT)
    rows = list(search.rows(search.ids()))
    assert len(rows) == 60
    for row in rows:
        held = [each.user.id for each in holder_of(row.use).people if not each.stands_in]
        assert sorted(each.id for each in row.turn.people) == sorted(held)


def test_nothing_can_be_put_in_order_by_who_has_it(production: Production) -> None:
    """PostgreSQL takes a bare number in an order for a column."""
    make_uses(production, 3)
    for sort in SORTS:
        asked = Asked(q="nothing-like-it", sort=sort)
        assert Search(party_of(member(production)), production, asked, AT).ids() == []
