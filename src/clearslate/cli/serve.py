"""`clearslate serve` and `clearslate worker`: run until told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

import click

from clearslate.cli.output import say
from clearslate.cli.server import settings, with_server


@click.command("serve", short_help="Serve the pages, with a worker beside them.")
@click.option("--listen", metavar="HOST:PORT", help="Instead of CLEARSLATE_LISTEN.")
@click.option("--no-worker", is_flag=True, help="Only serve; run `clearslate worker` apart.")
@with_server
def serve(listen: str | None, no_worker: bool) -> None:
    """Serve the pages and their files, and run background jobs in the same process.

    SIGTERM or Ctrl+C ends it: no new request is taken, those under way and the running job are
    finished.
    """
    host, port = _address(listen) if listen else settings()["listen"]
    run(
        host,
        port,
        with_worker=not no_worker,
        ready=lambda address: say(f"Clearslate answers at {address}. Stop it with Ctrl+C.\n"),
    )


def run(host: str, port: int, *, with_worker: bool, ready: Callable[[str], None]) -> None:
    """Answer until a signal comes; `ready` hears the address as soon as it is listened on."""
    from django.core.management import call_command

    from clearslate.kit.checks import check_database, check_migrations
    from clearslate.kit.serving import Server
    from clearslate.kit.worker import Worker

    for check in (check_database(), check_migrations()):
        if check.state == "failed":
            raise click.ClickException(f"{check.name}: {check.message}")
    call_command("collectstatic", verbosity=0, interactive=False)
    try:
        server = Server(
            host,
            port,
            threads=settings()["threads"],
            trusted_proxy=settings()["trusted_proxy"] or None,
        )
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port}: {error.strerror}. Choose another with --listen."
        ) from None
    worker = Worker() if with_worker else None
    _on_signal(server.stop)
    thread = threading.Thread(target=worker.run, name="worker") if worker else None
    if thread:
        thread.start()
    ready(server.address)
    try:
        server.run()
    finally:
        if worker and thread:
            worker.stop()
            thread.join()
    say("Stopped.\n")


@click.command("worker", short_help="Run background jobs, apart from the server.")
@with_server
def worker() -> None:
    """Run background jobs until SIGTERM or Ctrl+C; the job under way is finished first.

    Several may run at once, also beside `clearslate serve`.
    """
    from clearslate.kit.checks import check_database, check_migrations
    from clearslate.kit.worker import Worker

    for check in (check_database(), check_migrations()):
        if check.state == "failed":
            raise click.ClickException(f"{check.name}: {check.message}")
    jobs = Worker()
    _on_signal(jobs.stop)
    say("The worker waits for jobs. Stop it with Ctrl+C.\n")
    jobs.run()
    say("Stopped.\n")


def _on_signal(stop: Callable[[], None]) -> None:
    """End gracefully at the first signal; the second ends at once."""

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stop()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise click.BadParameter("Write it like 127.0.0.1:8000.", param_hint="--listen")
    return host.strip("[]"), int(port)
