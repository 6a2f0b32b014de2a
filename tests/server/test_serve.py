"""The server as a process: it starts, answers, says whether it is ready, and stops gracefully."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.test import Client

from clearslate.config.headers import POLICY
from clearslate.kit import jobs
from clearslate.ledger import selectors
from tests.server import processes, smtp
from tests.server.databases import Database


@contextmanager
def serving(environment: dict[str, str], *options: str) -> Iterator[tuple[int, subprocess.Popen]]:
    """A server on a free port."""
    process = processes.started(
        "serve", "--listen", "127.0.0.1:0", *options, environment=environment
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)\.", said)
        assert port, said + process.stdout.read()
        yield int(port[1]), process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(port: int, path: str, host: str = "127.0.0.1") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def until_ready(port: int) -> str:
    for _ in range(100):
        answer = get(port, "/readyz")
        if answer.status == 200:
            break
        time.sleep(0.1)
    return answer.text  # type: ignore[attr-defined]


@pytest.mark.slow
def test_it_works(database: Database, mail_server: smtp.Server) -> None:
    """From nothing to a message that arrived, by commands only."""
    environment = database.environment | {
        "CLEARSLATE_MAIL_URL": mail_server.url,
        "CLEARSLATE_MAIL_FROM": "clearslate@example.org",
    }
    with serving(environment) as (port, process):
        assert '"ready": true' in until_ready(port)
        answer = get(port, "/healthz")
        assert (answer.status, answer.text) == (200, "ok\n")
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Server"] is None
        missing = get(port, "/nothing")
        assert missing.status == 404
        style = re.search(r'href="(/static/clearslate/errors\.[0-9a-f]{12}\.css)"', missing.text)
        assert style
        sheet = get(port, style[1])
        assert sheet.status == 200
        assert "immutable" in sheet.headers["Cache-Control"]
        assert get(port, "/healthz", host="evil.example.org").status == 400
        code, _ = processes.command("mail", "test", "ana@example.org", environment=environment)
        assert code == 0
        assert mail_server.arrived.wait(30)
        code, said = processes.command("doctor", environment=environment)
        assert (code, "FAILED" in said) == (0, False), said
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
        assert process.returncode == 0
        assert rest.endswith("Stopped.\n")
    assert jobs.alive(at=datetime.now(UTC)) == 0
    (found,) = selectors.check()
    assert (found.entries, found.flaws) == (1, [])


SLOW = """
import threading, time
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from clearslate.kit.serving import Server

def slow(request):
    print("began", flush=True)
    time.sleep(1.5)
    return HttpResponse("x" * 5_000_000)

import clearslate.config.urls as urls
urls.urlpatterns.append(path("slow", slow))
server = Server("127.0.0.1", 0, threads=2, trusted_proxy=None)
print(server.address, flush=True)
def later():
    sys.stdin.readline()
    server.stop()
threading.Thread(target=later, daemon=True).start()
server.run()
print("ended", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_a_request_under_way_is_finished(database: Database) -> None:
    process = subprocess.Popen(
        ["python", "-c", processes.START + SLOW],
        env=database.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = process.stdout.readline()
    port = int(address.rpartition(":")[2])
    answers: list[http.client.HTTPResponse] = []
    thread = threading.Thread(target=lambda: answers.append(get(port, "/slow")))
    thread.start()
    assert process.stdout.readline() == "began\n"
    process.stdin.write("stop\n")
    process.stdin.flush()
    time.sleep(0.6)
    with pytest.raises(ConnectionRefusedError):
        get(port, "/healthz")
    thread.join(30)
    assert (answers[0].status, len(answers[0].text)) == (200, 5_000_000)
    out, _ = process.communicate(timeout=30)
    assert out == "ended\n"


@pytest.mark.slow
def test_the_worker_runs_apart(database: Database) -> None:
    with serving(database.environment, "--no-worker") as (port, _):
        assert '"worker": "failed"' in get(port, "/readyz").text
        worker = processes.started("worker", environment=database.environment)
        try:
            assert '"ready": true' in until_ready(port)
            worker.send_signal(signal.SIGTERM)
            said, _ = worker.communicate(timeout=30)
            assert (worker.returncode, said.splitlines()[-1]) == (0, "Stopped.")
        finally:
            worker.kill()
        assert '"worker": "failed"' in get(port, "/readyz").text


def test_readiness_says_which_part_is_not_ready(database: Database) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"database": "ok", "migrations": "ok", "worker": "failed"},
    }
    jobs.beat("one", at=datetime.now(UTC))
    assert client.get("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.slow
def test_commands_say_what_is_wrong(copies, tmp_path) -> None:
    from tests.server.conftest import ENVIRONMENT

    environment = ENVIRONMENT | {
        "CLEARSLATE_DATABASE_URL": copies.empty(),
        "CLEARSLATE_DATA": str(tmp_path),
    }
    code, said = processes.command("serve", environment=environment)
    assert (code, "clearslate migrate" in said) == (2, True), said
    code, said = processes.command("doctor", "--format", "json", environment=environment)
    assert (code, '"failed"' in said) == (1, True), said
    code, said = processes.command(
        "organisation", "create", "X", "--kind", "guild", environment=environment
    )
    assert (code, "clearslate doctor" in said) == (2, True), said
    code, said = processes.command("migrate", environment=environment)
    assert (code, "The database is current" in said) == (0, True), said
    code, said = processes.command("migrate", environment=environment)
    assert "0 steps were needed" in said


@pytest.mark.slow
def test_the_settings_are_checked_at_start(tmp_path) -> None:
    from tests.server.conftest import ENVIRONMENT

    wrong = ENVIRONMENT | {"CLEARSLATE_TIME_ZONE": "Mars", "CLEARSLATE_SECRET_KEY": "x"}
    for name in ("serve", "worker", "doctor", "migrate"):
        code, said = processes.command(name, environment=wrong)
        assert code == 2
        assert "CLEARSLATE_TIME_ZONE: “Mars” is no time zone." in said
        assert "CLEARSLATE_SECRET_KEY: " in said
        assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("copies", ["sqlite"], indirect=True)
def test_behind_a_proxy_https_is_required(database: Database) -> None:
    environment = database.environment | {"CLEARSLATE_BASE_URL": "https://clear.example.org"}
    said = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_HTTPONLY",
    ]
    text = f"from django.conf import settings\nprint([getattr(settings, n) for n in {said}])"
    out, errors = processes.program(text, environment).communicate(timeout=60)
    assert out == "[True, True, '__Host-session', True]\n", errors
    for trusted in ("127.0.0.1", ""):
        with serving(environment | {"CLEARSLATE_TRUSTED_PROXY": trusted}, "--no-worker") as (
            port,
            _,
        ):
            assert get(port, "/healthz", host="clear.example.org").status == 200
            plain = get(port, "/nothing", host="clear.example.org")
            assert plain.status == 301
            assert plain.headers["Location"] == "https://clear.example.org/nothing"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            headers = {"Host": "clear.example.org", "X-Forwarded-Proto": "https"}
            connection.request("GET", "/nothing", headers=headers)
            answer = connection.getresponse()
            assert answer.status == (404 if trusted else 301)
            assert ("Strict-Transport-Security" in answer.headers) is bool(trusted)
            connection.close()
