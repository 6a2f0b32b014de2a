"""The demo's own installation: its folder, its settings, and whether it is built."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from clearslate.cli.output import note

PORT = 8000
_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Site:
    """The folder of a demo. What the server needs is below `server`, what it mails in `mail`."""

    folder: Path

    @property
    def server(self) -> Path:
        """Everything that building makes anew."""
        return self.folder / "server"

    @property
    def mail(self) -> Path:
        """What the demo's mail server got."""
        return self.folder / "mail"

    @property
    def _built(self) -> Path:
        return self.server / "built"

    @property
    def is_built(self) -> bool:
        """Whether an earlier run has built all of it."""
        return self._built.exists()

    def clear(self) -> None:
        """Remove what was built before, whole or half."""
        if self.server.exists() and not (self.server / "secret-key").exists():
            raise FileExistsError(f"{self.server} is not the folder of a demo. Name another: --out")
        if self.server.exists():
            shutil.rmtree(self.server)
            shutil.rmtree(self.mail, ignore_errors=True)

    def note_built(self) -> None:
        """Say that all of it is there."""
        self._built.touch()

    def settle(self, *, port: int, mail_url: str) -> None:
        """Put the settings into the environment; none of the surroundings' own hold."""
        strange = sorted(name for name in os.environ if name.startswith("CLEARSLATE_"))
        if strange:
            note(f"Not used here: {', '.join(strange)}. The demo has settings of its own.")
        for name in strange:
            del os.environ[name]
        os.environ |= {
            "CLEARSLATE_SECRET_KEY": self._secret_key(),
            "CLEARSLATE_DATA": str(self.server.resolve() / "data"),
            "CLEARSLATE_BASE_URL": f"http://{_HOST}:{port}",
            "CLEARSLATE_LISTEN": f"{_HOST}:{port}",
            "CLEARSLATE_MAIL_URL": mail_url,
            "CLEARSLATE_MAIL_FROM": "clearslate@ostrel.example",
        }

    def _secret_key(self) -> str:
        path = self.server / "secret-key"
        if not path.exists():
            self.server.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        return path.read_text(encoding="utf-8")


def free_port(wanted: int | None) -> int:
    """The wanted port, or the usual one, or where that is taken any free one.

    Raises `OSError` where the wanted one is taken.
    """
    if wanted is not None:
        return _bound(wanted)
    try:
        return _bound(PORT)
    except OSError:
        return _bound(0)


def _bound(port: int) -> int:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((_HOST, port))
        return int(probe.getsockname()[1])


def open_browser(address: str) -> None:
    """Show the address in a browser where there is one and a screen; never fail for it."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not screen and sys.platform not in ("darwin", "win32"):
        return
    import webbrowser

    try:
        webbrowser.open(address)
    except (webbrowser.Error, OSError):
        note(f"No browser could be opened. Open {address} yourself.")
