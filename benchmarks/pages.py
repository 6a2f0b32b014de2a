"""Every page at 10,000 uses and 200 productions: server time, queries, bytes over the wire.

All addresses that lead to a page are found in the product itself, and asked for as somebody who
belongs to every production. Queries are counted twice, among few rows and among many: they may not
grow. Then one answer after the other is given to a draft, each on disk before the panel comes back.
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.harness import conditions, shown, table
from benchmarks.web import Browser, percentiles, session_of, start

FEW = (100, 2)
MANY = (10_000, 200)
"""Uses of one production, and productions."""

ROUNDS = 20
ANSWERS = 300
PANEL_BAR = 0.030
PAGE_BAR = 60_000
#: Declarations whose drafts are answered: an ordinary one, and the fullest of the series. What a
#: page of the interview shows is still open in them.
DRAFTS = {"a mood board": "development-mood-board", "a de-ageing": "vfx-de-ageing-lead"}
_OPEN = ("begun", "otherwise")
#: Not of the product's own making, or the same for everybody.
_LEFT_OUT = ("healthz", "readyz")


@dataclass
class Page:
    """One page, and what was measured of it."""

    name: str
    path: str
    few: int = 0
    many: int = 0
    times: list[float] = field(default_factory=list)
    size: int = 0
    parts: int = 0
    """Bytes with style sheets and scripts."""
    faces: int = 0
    """Bytes with the faces, too: a first visit."""


def main() -> int:
    """Measure and print; 1 where a bar is not reached."""
    with tempfile.TemporaryDirectory(prefix="clearslate-bench-") as folder:
        start(Path(folder))
        world = World()
        world.fill(*FEW)
        pages = [*world.pages()]
        for page in pages:
            page.few = world.queries(page)
        world.fill(*MANY)
        for page in pages:
            page.many = world.queries(page)
            page.times = [*world.times(page)]
        with serving_here() as address:
            browser = Browser(address, session_of(world.person))
            for page in pages:
                weigh(page, browser)
        panels = {words: world.answer(name) for words, name in DRAFTS.items()}
    return report(pages, panels)


def report(pages: list[Page], panels: dict[str, tuple[list[float], list[float]]]) -> int:
    """Print what was found; 1 where a bar is not reached."""
    print("## Pages")
    print()
    print(f"{conditions(['Django'])}, SQLite, one core. {MANY[0]:,} uses in one production of")
    print(f"{MANY[1]}. Server time is that of the whole request, with nothing of the network.")
    print(
        "Bytes are those over the wire, compressed; a first visit adds styles, scripts and faces."
    )
    print()
    print(table(
        ("page", "queries", "median", "95 of 100 within", "kB", "with styles and scripts",
         "with faces"),
        (_row(page) for page in sorted(pages, key=lambda page: page.path)),
    ))  # fmt: skip
    print()
    print(table(
        ("one answer, on disk, with the panel after it", "median", "95 of 100 within",
         "processor time, median"),
        ((words, *map(shown, percentiles(taken)), shown(percentiles(used)[0]))
         for words, (taken, used) in panels.items()),
    ))  # fmt: skip
    print()
    grown = [f"{page.name}: {page.few} to {page.many}" for page in pages if page.many > page.few]
    drafts = [page for page in pages if page.name == "draft"]
    slowest = max(percentiles(taken)[1] for taken, _ in panels.values())
    heaviest = max(page.parts for page in drafts)
    first = max(page.faces for page in drafts)
    print(f"Bar: no page takes more queries among many rows. {_or_none(grown)}.")
    print(f"Bar: 95 of 100 answers within 30 ms. {shown(slowest)}, {_word(slowest < PANEL_BAR)}.")
    print(
        "Bar: the page of a draft has at most 60 kB over the wire, with styles and scripts."
        f" {heaviest / 1000:.1f} kB, {_word(heaviest <= PAGE_BAR)}; with faces"
        f" {first / 1000:.1f} kB."
    )
    return 0 if not grown and slowest < PANEL_BAR and heaviest <= PAGE_BAR else 1


def _or_none(grown: list[str]) -> str:
    return f"It grows on {', '.join(grown)}, not reached" if grown else "Reached"


def _word(reached: bool) -> str:
    return "reached" if reached else "not reached"


def _row(page: Page) -> tuple[str, ...]:
    median, most = percentiles(page.times)
    counted = str(page.many) if page.many == page.few else f"{page.few} to {page.many}"
    sizes = tuple(f"{each / 1000:.1f}" for each in (page.size, page.parts, page.faces))
    # Ids and secrets are of this run.
    path = re.sub(r"[0-9a-zA-Z_-]{20,}", "…", page.path)
    return f"`{path}`", counted, shown(median), shown(most), *sizes


class World:
    """The rows that pages are asked for among."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        from clearslate.accounts.parties import party_of
        from clearslate.ledger.parties import COMMAND_LINE
        from clearslate.productions.services.facts import file_facts
        from clearslate.uses import drafts
        from clearslate.uses.services.questions import ask_question
        from tests.server.declaring import declaration
        from tests.server.many import AT, make_production

        settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
        self.production = make_production("Tideline")
        self.person = self.production.members.get(role__key="coordinator").user
        self.productions = 1
        self.uses = 0
        file_facts(actor=COMMAND_LINE, at=AT, production=self.production, data=declaration("facts"))
        self.drafts = {
            name: drafts.start(
                author=self.person,
                production=self.production,
                at=AT,
                document=_half_answered(declaration(name)),
            )
            for name in DRAFTS.values()
        }
        question = ask_question(
            actor=party_of(self.person),
            at=_now(),
            draft_id=self.drafts["development-mood-board"].id,
            path="use.title",
            recipient="somebody@tideline.example",
        )
        self.question = question.id
        self._decides()
        self.client = Client()
        self.client.force_login(self.person)

    def _decides(self) -> None:
        """Whoever measures decides, too, and answers for the production: every page is theirs."""
        from clearslate.ledger.parties import COMMAND_LINE
        from clearslate.productions.services.members import Place, add_member
        from tests.server.many import AT

        for role in ("platform_contact", "producer"):
            add_member(
                actor=COMMAND_LINE,
                at=AT,
                production=self.production,
                user=self.person,
                place=Place(self.production.roles.get(key=role)),
            )

    def fill(self, uses: int, productions: int) -> None:
        """Add uses and productions until there are so many."""
        from clearslate.ledger.parties import COMMAND_LINE
        from clearslate.productions.services.members import Place, add_member
        from tests.server.many import AT, make_production, make_uses

        make_uses(self.production, uses - self.uses, seed=self.uses)
        self.uses = uses
        for number in range(self.productions, productions):
            other = make_production(f"Other{number}", episodes=2)
            place = Place(other.roles.get(key="auditor"))
            add_member(actor=COMMAND_LINE, at=AT, production=other, user=self.person, place=place)
        self.productions = productions

    def pages(self) -> Iterator[Page]:
        """Every address that gives this person a page."""
        from django.urls import NoReverseMatch, get_resolver, reverse

        for name in sorted(_names(get_resolver().url_patterns)):
            for given in self._given():
                try:
                    path = reverse(name, kwargs=given)
                except NoReverseMatch:
                    continue
                answer = self.client.get(path)
                kind = answer.headers.get("Content-Type", "")
                if answer.status_code == 200 and kind.startswith("text/html"):
                    yield Page(name, path)
                break

    def _given(self) -> Iterator[dict[str, Any]]:
        """What may stand in an address, from the least to the most."""
        from clearslate.uses.colleagues import token_of

        slug = {"slug": self.production.slug}
        member = self.production.members.exclude(user=self.person).first()
        role = self.production.roles.first()
        pack = self.production.packs.first()
        yield {}
        yield slug
        yield {"token": token_of(self.question)}
        yield {**slug, "number": 7}
        yield {**slug, "draft_id": self.drafts["development-mood-board"].id}
        yield {**slug, "member": member.id}
        yield {**slug, "role": role.id}
        yield {**slug, "sha256": pack.pack_id}
        yield {**slug, "switch": "S1"}
        yield {**slug, "sheet": 1}

    def queries(self, page: Page) -> int:
        """How many queries a page takes."""
        from django.db import connection

        count = 0

        def counting(execute: Any, sql: str, *rest: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, *rest)

        self.client.get(page.path)
        with connection.execute_wrapper(counting):
            self.client.get(page.path)
        return count

    def times(self, page: Page) -> Iterator[float]:
        """How long a page takes, again and again."""
        for _ in range(ROUNDS):
            started = time.perf_counter()
            answer = self.client.get(page.path)
            yield time.perf_counter() - started
            if answer.status_code != 200:
                sys.exit(f"{page.path}: {answer.status_code}")

    def answer(self, name: str) -> tuple[list[float], list[float]]:
        """How long each answer to a draft takes until the panel is back, and the processor."""
        draft = self.drafts[name]
        path = f"/p/{self.production.slug}/drafts/{draft.id}/answer"
        draft.refresh_from_db()
        taken, used = [], []
        for number in range(ANSWERS + 10):
            fields = {
                "asked": "use.title",
                "use.title": f"Title {number}",
                "page": "measuring",
                "base": str(draft.revision),
            }
            started, before = time.perf_counter(), time.process_time()
            answer = self.client.post(path, fields)
            taken.append(time.perf_counter() - started)
            used.append(time.process_time() - before)
            if answer.status_code != 200:
                sys.exit(f"{path}: {answer.status_code}")
        return taken[10:], used[10:]


def _half_answered(document: dict[str, Any]) -> dict[str, Any]:
    use = {key: value for key, value in document["use"].items() if key not in _OPEN}
    return {**document, "use": use}


def _names(patterns: Any) -> Iterator[str]:
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from _names(each.url_patterns)
        elif each.name and each.name not in _LEFT_OUT:
            yield each.name


def _now() -> Any:
    from clearslate.kit.clock import system_clock

    return system_clock()


@contextmanager
def serving_here() -> Iterator[str]:
    """The server in a thread of this process."""
    from clearslate.kit.serving import Server

    server = Server("127.0.0.1", 0, threads=2, trusted_proxy=None)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.address.removeprefix("http://")
    finally:
        server.stop()
        thread.join()


def weigh(page: Page, browser: Browser) -> None:
    """Count the bytes of a page, and of what a first visit loads with it."""
    page.size = browser.get(page.path, zipped=True).size
    text = browser.get(page.path).body.decode()
    files = sorted(set(re.findall(r"(?:src|href)=\"(/static/[^\"?]+\.(?:css|js|svg))", text)))
    faces = set()
    for file in files:
        if file.endswith(".css"):
            style = browser.get(file).body.decode()
            folder = file.rpartition("/")[0]
            found = re.findall(r"url\(\"?([^\")]+\.woff2)", style)
            # Those with signs of other languages are loaded only where a page has such signs.
            faces |= {f"{folder}/{face}" for face in found if "-ext" not in face}
    page.parts = page.size + sum(browser.get(file, zipped=True).size for file in files)
    page.faces = page.parts + sum(browser.get(face, zipped=True).size for face in faces)


if __name__ == "__main__":
    sys.exit(main())
