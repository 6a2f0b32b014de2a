"""Pages are sent compressed, and files as they are."""

from __future__ import annotations

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client

from clearslate.config.compress import CompressPages

TEXT = b"Crowd at the memorial wall. " * 100


def sent(response: HttpResponse, accepts: str = "gzip, br") -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    return CompressPages(lambda _: response)(request)


@pytest.mark.usefixtures("database")
def test_it_works(client: Client) -> None:
    plain = client.get("/account/login/")
    found = client.get("/account/login/", headers={"accept-encoding": "gzip"})
    assert found.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in found.headers["Vary"]
    assert len(found.content) < len(plain.content) / 2
    assert b"Sign in" in gzip.decompress(found.content)
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("kind", ["image/webp", "application/pdf", "application/octet-stream"])
def test_files_are_sent_as_they_are(kind: str) -> None:
    found = sent(HttpResponse(TEXT, content_type=kind))
    assert "Content-Encoding" not in found.headers
    assert found.content == TEXT


def test_what_is_streamed_is_sent_as_it_is(tmp_path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(TEXT)
    found = sent(FileResponse(path.open("rb"), content_type="text/plain"))
    assert "Content-Encoding" not in found.headers
    assert b"".join(found.streaming_content) == TEXT
    found.close()


def test_nobody_gets_what_they_do_not_read() -> None:
    assert "Content-Encoding" not in sent(HttpResponse(TEXT), accepts="br").headers


def test_the_size_of_a_page_varies() -> None:
    """So that nobody learns from it what is in the page."""
    assert len({len(sent(HttpResponse(TEXT)).content) for _ in range(40)}) > 1
