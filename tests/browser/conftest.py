"""The product as a person meets it: the real server, a fresh database, and a real browser.

The server runs in a thread of the tests, so a test prepares and reads rows as others do. Whatever
a page does wrong by itself (a script that fails, something the content security policy refuses, a
request to another host) fails the test that looked at it.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.server import databases
from tests.server.conftest import (  # noqa: F401  (fixtures)
    ENVIRONMENT,
    HASHERS,
    mail_server,
    pytest_sessionfinish,
    sqlite_copies,
    with_mail,
)
from tests.server.demoing import Running

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The tests need a browser. Install one: apt-get install chromium "
    "(or set CHROMIUM to the path of Chromium or Chrome)."
)
WIDTHS = {"phone": 320, "laptop": 1440}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


@dataclass
class Site:
    """A running installation."""

    url: str
    environment: dict[str, str]
    database: databases.Database

    def sign_in(self, context: BrowserContext, user: Any) -> None:
        """Give a browser the session of a person, without the sign-in page."""
        client = Client()
        client.force_login(user)
        context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": self.url}
                for name, morsel in client.cookies.items()
            ]
        )


@pytest.fixture(scope="session", autouse=True)
def _threads_may_wait() -> Iterator[None]:
    """The browser's library runs a loop in this thread; Django would refuse to use a database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def database(
    sqlite_copies: databases.SqliteCopies,  # noqa: F811
    tmp_path: Path,
    settings: Any,
    django_db_blocker: Any,
) -> Iterator[databases.Database]:
    """A fresh migrated database, in use by the tests and the server."""
    url = sqlite_copies.copy()
    settings.CLEARSLATE = {**settings.CLEARSLATE, "storage": tmp_path / "storage"}
    settings.PASSWORD_HASHERS = HASHERS
    environment = ENVIRONMENT | {
        "CLEARSLATE_DATABASE_URL": url,
        "CLEARSLATE_DATA": str(tmp_path / "data"),
    }
    with django_db_blocker.unblock(), databases.in_use(url, sqlite_copies):
        yield databases.Database("sqlite", url, environment)
    sqlite_copies.drop(url)


@pytest.fixture
def site(database: databases.Database, settings: Any) -> Iterator[Site]:
    """The server, answering at `site.url`."""
    from clearslate.kit.serving import Server

    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    server = Server("127.0.0.1", 0, threads=8, trusted_proxy=None)
    settings.CSRF_TRUSTED_ORIGINS = [server.address]
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield Site(server.address, database.environment, database)
    finally:
        server.stop()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: that of the system, or the one the library brought."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as library:
        if not found and not Path(library.chromium.executable_path).exists():
            pytest.exit(MISSING, returncode=2)
        chromium = library.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo, built and served in a process of its own; it is one for all tests."""
    running = Running(tmp_path_factory.mktemp("demo") / "demo")
    yield running
    running.stop()


@dataclass
class Watched:
    """What went wrong in the pages of a test by itself."""

    url: str
    wrong: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("request", self._asked)

    def _said(self, kind: str, text: str) -> None:
        # A page that answers 404 or 422 on purpose is written to the console as an error too.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.wrong.append(f"console: {text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "about:", "blob:")):
            self.wrong.append(f"a request to {request.url}")


@pytest.fixture
def new_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in browsers of their own: `new_page(user=…, width=…, theme=…, script=False)`."""
    watched = Watched(site.url)
    with ExitStack() as stack:

        def open_page(
            user: Any = None,
            *,
            width: int = WIDTHS["laptop"],
            theme: str = "light",
            script: bool = True,
            **options: Any,
        ) -> Page:
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": 900},
                color_scheme=theme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                java_script_enabled=script,
                locale="en-GB",
                timezone_id="UTC",
                **options,
            )
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            if user is not None:
                site.sign_in(context, user)
            page = context.new_page()
            watched.watch(page)
            return page

        yield open_page
    assert watched.wrong == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of somebody who is not signed in."""
    return new_page()


_AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, one line for each place."""
    found = _AXE.run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def small_targets(page: Page) -> list[str]:
    """Controls that break WCAG 2.5.8: under 24 px, too near another, and no words in a sentence."""
    return list(page.evaluate(_SMALL_TARGETS))


_SMALL_TARGETS = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, summary, select, input:not([type=hidden]), textarea")]
    .filter(each => each.checkVisibility({ visibilityProperty: true })
      && !each.closest(".visually-hidden"))
    .map(each => ({ each, box: (each.closest("label") || each).getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.right > 0 && box.bottom > 0);
  for (const target of all) {
    target.small = target.box.width < 23.9 || target.box.height < 23.9;
    target.x = target.box.x + target.box.width / 2;
    target.y = target.box.y + target.box.height / 2;
  }
  // A circle of 24 px around the middle of a small target may touch no other target.
  const touches = (one, other) => {
    if (one.each.contains(other.each) || other.each.contains(one.each)) return false;
    if (other.small) return Math.hypot(one.x - other.x, one.y - other.y) < 24;
    const x = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
    const y = Math.max(other.box.top - one.y, 0, one.y - other.box.bottom);
    return Math.hypot(x, y) < 12;
  };
  return all.filter(one => one.small && getComputedStyle(one.each).display !== "inline"
      && all.some(other => other !== one && touches(one, other)))
    .map(({ each }) => each.outerHTML.slice(0, 120));
}"""
