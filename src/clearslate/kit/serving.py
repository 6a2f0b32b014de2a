"""The web server: waitress, with a stop that lets requests under way finish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from waitress import wasyncore
from waitress.server import create_server

GRACE = 20.0
"""Seconds that requests under way get to finish."""

_TICK = 0.25


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server:
    """Listens from the start; `run` answers until `stop` is called, from a signal or a thread."""

    def __init__(self, host: str, port: int, *, threads: int, trusted_proxy: str | None) -> None:
        forwarded = {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"}
        options: dict[str, Any] = {}
        if trusted_proxy:
            options = {"trusted_proxy": trusted_proxy, "trusted_proxy_headers": forwarded}
        self._stopping = False
        self._server = create_server(
            headers_only(get_wsgi_application()),
            map={},
            host=host,
            port=port,
            threads=threads,
            clear_untrusted_proxy_headers=True,
            ident=None,
            **options,
        )
        shown = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown}:{self._server.effective_port}"

    def stop(self) -> None:
        """Take no new connection, finish what is under way, and end `run`."""
        self._stopping = True

    def run(self) -> None:
        """Answer requests."""
        server = self._server
        sockets = server._map  # the library's loop works on it, and never ends by itself
        while not self._stopping:
            wasyncore.loop(timeout=_TICK, map=sockets, use_poll=True, count=1)
        # No new connection, and no further request on those that wait for one.
        wasyncore.dispatcher.close(server)
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(map(_busy, server.active_channels.values())):
            wasyncore.loop(timeout=_TICK, map=sockets, use_poll=True, count=1)
        server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(sockets)


def headers_only(application: Application) -> Application:
    """Answer HEAD without a body, which neither Django nor waitress takes off.

    Whoever keeps the connection would read the body as the answer to the next request; behind a
    proxy that is somebody else's.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return found
        if hasattr(found, "close"):
            found.close()
        return ()

    return answer


def _busy(channel: Any) -> bool:
    """Whether a connection has a request under way, or an answer that is not all sent."""
    return bool(channel.requests or channel.total_outbufs_len)
