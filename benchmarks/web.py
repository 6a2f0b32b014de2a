"""An installation of a measurement's own: its database, its people, and a browser's requests."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KEY = "only-for-measuring-0123456789-abcdefghijklmnopqr"
#: Signs nothing: the same in the cookie and in the header is all that is asked of it.
_TOKEN = "measuring0123456789abcdefghijklm"


def start(folder: Path, database_url: str = "") -> None:
    """Load the product with a database of its own, and make its tables."""
    for name in [each for each in os.environ if each.startswith("CLEARSLATE_")]:
        del os.environ[name]
    os.environ |= {"CLEARSLATE_SECRET_KEY": KEY, "CLEARSLATE_DATA": str(folder)}
    if database_url:
        os.environ["CLEARSLATE_DATABASE_URL"] = database_url
    from clearslate.cli.server import start as start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def session_of(user: Any) -> str:
    """A session of a person, as their sign-in would leave it: the cookies of a browser."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@dataclass
class Answer:
    """What came back over the wire."""

    status: int
    body: bytes
    size: int
    headers: Mapping[str, str]


@dataclass
class Browser:
    """One person's connection, kept open as browsers keep theirs."""

    address: str
    cookies: str = ""
    _open: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str, *, zipped: bool = False) -> Answer:
        """Ask for a page or a file."""
        return self._ask("GET", path, None, {"Accept-Encoding": "gzip"} if zipped else {})

    def post(self, path: str, fields: Sequence[tuple[str, str]]) -> Answer:
        """Send a form."""
        body = urllib.parse.urlencode(fields).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._open is None:
            self._open = http.client.HTTPConnection(self.address, timeout=120)
        cookies = "; ".join(filter(None, (self.cookies, f"csrftoken={_TOKEN}")))
        sent = {"Cookie": cookies, "X-CSRFToken": _TOKEN, **headers}
        self._open.request(method, path, body, sent)
        response = self._open.getresponse()
        content = response.read()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, content, len(content), names)


@contextmanager
def serving() -> Iterator[str]:
    """`clearslate serve` in a process of its own, with the settings of this one."""
    command = [str(Path(sys.executable).parent / "clearslate"), "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if "http://" not in line:
            sys.exit(f"clearslate serve did not start: {line}")
        yield line.partition("http://")[2].partition(". ")[0]
    finally:
        process.terminate()
        process.wait(60)


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay within."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
