"""The table of uses: filters, orders and pages, held to plain Python; files; kept views."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearslate.accounts.models import User
from clearslate.accounts.parties import party_of
from clearslate.policy.derived.records import folded
from clearslate.productions.models import Production
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
from clearslate.uses.models import Use
from clearslate.uses.table import Search, table_of
from clearslate.uses.turns import Person, Turn
from tests.server.many import AT, client, make_production, make_uses, member, odd_uses

pytestmark = pytest.mark.usefixtures("database")
TODAY = AT.date()
READS = [
    *("on_hold", "in_review", "suspended", "lapsed", "stale", "go_ahead", "noticed", "cleared"),
    *("not_a_use", "declined", "withdrawn"),
]
WAITS = ["evidence", "decision", "answer", "result", "look", "legal_review", "rights"]


@pytest.fixture(autouse=True)
def _on_that_day(time_machine) -> None:
    """The pages read the clock; the calendar of these tests lies around one day."""
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def production(database: Any) -> Production:
    return make_production()


class Oracle:
    """What the table should do, in plain Python over all rows."""

    def __init__(self, production: Production, me: User) -> None:
        self.me = me.id
        self.rows = list(Use.objects.filter(production=production))
        self.names = {user.id: str(user) for user in User.objects.all()}
        self.ascii = connection.vendor == "sqlite"
        self.ground = Search(party_of(me), production, Asked(), AT).ground

    def reads(self, row: Use) -> str:
        if row.state in ("declined", "withdrawn"):
            return row.state
        if row.suspended:
            return "suspended"
        if row.state in ("on_hold", "in_review") or row.frozen_at:
            return row.state
        if row.stale_since or (row.holds_until and row.holds_until <= TODAY):
            return "stale"
        return "lapsed" if row.valid_until and row.valid_until <= TODAY else row.state

    def again(self, row: Use) -> bool:
        return self.reads(row) in ("suspended", "stale", "lapsed")

    def mine(self, row: Use) -> bool:
        return any(person.id == self.me for person in self.turn(row).people)

    def turn(self, row: Use) -> Turn:
        declarer = Person(row.declared_by_id, self.names[row.declared_by_id])
        return self.ground.turns.of(
            self.reads(row), row.waiting, declarer, row.waits_for, row.asked
        )

    def waits(self, row: Use) -> str:
        return row.waits_for if self.reads(row) in ("on_hold", "in_review", "go_ahead") else ""

    def until(self, row: Use) -> date | None:
        settled = self.reads(row) in ("go_ahead", "noticed", "cleared", "not_a_use")
        days = [day for day in (row.holds_until, row.valid_until) if day is not None]
        return min(days) if days and settled and row.frozen_at is None else None

    def who(self, row: Use) -> str:
        return self.turn(row).called(self.me)

    def filtered(self, asked: Asked, row: Use) -> bool:
        def among(chosen: tuple[str, ...], values: list[str]) -> bool:
            return not chosen or bool(set(chosen) & set(values or [NAMELESS]))

        return (
            among(asked.state, [self.reads(row)])
            and (not asked.waits or self.waits(row) in asked.waits)
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
        return row.due_on if self.reads(row) in ("on_hold", "in_review") else None

    def inorder(self, asked: Asked) -> list[Use]:
        rows = [row for row in self.rows if self.filtered(asked, row) and self.quick(asked, row)]
        rows.sort(key=lambda row: row.number)
        if not asked.sort:
            rows.sort(key=lambda row: row.changed_at, reverse=True)
            return sorted(
                rows, key=lambda r: (self.rank(r), self.due(r) is None, self.due(r) or TODAY)
            )
        by_name = sorted(set(self.names.values()), key=lambda name: (folded(name), name))
        text = lambda value: json.dumps(value, ensure_ascii=self.ascii)  # noqa: E731
        keys: dict[str, Callable[[Use], Any]] = {
            "number": lambda r: r.number,
            "title": lambda r: "".join(c.lower() if c.isascii() else c for c in r.title),
            "department": lambda r: folded(self.department(r)),
            "episodes": lambda r: text(r.episodes),
            "goes": lambda r: [True, None, False].index(r.final),
            "state": lambda r: READS.index(self.reads(r)),
            "who": lambda r: (folded(self.who(r)), self.who(r)),
            "next": self.due,
            "changed": lambda r: r.changed_at,
            "outcome": lambda r: ["hold", "approval", "notify", ""].index(r.outcome),
            "areas": lambda r: text(r.areas),
            "waits": lambda r: [*WAITS, ""].index(self.waits(r)),
            "until": self.until,
            "missing": lambda r: r.missing,
            "declared": lambda r: by_name.index(self.names[r.declared_by_id]),
            "versions": lambda r: r.versions_count,
        }
        key = keys[asked.sort.removeprefix("-")]
        some = [row for row in rows if key(row) is not None]
        none = [row for row in rows if key(row) is None]
        some.sort(key=key, reverse=asked.sort.startswith("-"))
        return some + none

    def rank(self, row: Use) -> int:
        """What waits comes first, then what is in order of its reading."""
        if self.reads(row) in ("on_hold", "in_review"):
            return 0
        return 1 if self.waits(row) else READS.index(self.reads(row))

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
    state=several(READS),
    waits=several(WAITS),
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
    assert {oracle.reads(row) for row in oracle.rows} == set(READS)
    assert {oracle.waits(row) for row in oracle.rows} == {"", *WAITS}
    assert any(oracle.mine(row) for row in oracle.rows)


def test_pages_and_groups_hold_every_use_once_in_each_of_its_groups(production: Production) -> None:
    odd_uses(production, 130)
    me = member(production)
    oracle = Oracle(production, me)
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
                "state": [oracle.reads(use)],
                "waits": [oracle.waits(use) or NAMELESS],
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
    *(
        "q",
        "state",
        "waits",
        "outcome",
        "department",
        "area",
        "episode",
        "goes",
        "mine",
        "week",
        "missing",
    ),
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


def test_every_column_can_be_shown_and_sorted(production: Production) -> None:
    make_uses(production, 4)
    browser = client(production)
    query = {"col": list(COLUMNS), "size": str(SIZES[1])}
    page = browser.get("/p/tideline/uses/", query).content.decode()
    for sort in SORTS:
        assert f"sort={sort}" in page
        assert browser.get("/p/tideline/uses/", {**query, "sort": sort}).status_code == 200


def test_nothing_can_be_put_in_order_by_who_has_it(production: Production) -> None:
    """PostgreSQL takes a bare number in an order for a column."""
    make_uses(production, 3)
    for sort in SORTS:
        asked = Asked(q="nothing-like-it", sort=sort)
        assert Search(party_of(member(production)), production, asked, AT).ids() == []
