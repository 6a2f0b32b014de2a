"""HEAD is answered with headers alone, so that a kept connection stays in step."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from clearslate.kit.serving import Server


@pytest.fixture
def port() -> Iterator[int]:
    server = Server("127.0.0.1", 0, threads=1, trusted_proxy=None)
    running = threading.Thread(target=server.run)
    running.start()
    yield int(server.address.rpartition(":")[2])
    server.stop()
    running.join()


def static_file() -> str:
    root = Path(settings.STATIC_ROOT)
    found = next(root.glob("clearslate/errors.*.css"))
    return f"/static/{found.relative_to(root)}"


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "a static file"])
def test_a_body_after_head_was_read_as_the_next_answer(port: int, path: str) -> None:
    address = static_file() if path == "a static file" else path
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", address)
    whole = connection.getresponse()
    size = len(whole.read())
    for _ in range(2):
        connection.request("HEAD", address)
        found = connection.getresponse()
        assert found.read() == b""
        assert (found.status, found.headers["Content-Length"]) == (whole.status, str(size))
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok\n"
    connection.close()
