"""A mail server for the demo: what it gets it writes into a folder, as text to read."""

from __future__ import annotations

import re
import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


class Mailbox(socketserver.ThreadingTCPServer):
    """Listens on this machine while it is entered; it delivers nothing any further."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.folder = folder
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        self._turn = threading.Lock()

    def __enter__(self) -> Mailbox:
        threading.Thread(target=self.serve_forever, name="mailbox", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def keep(self, data: bytes) -> None:
        """Write a message into the folder, numbered in the order they come."""
        message = message_from_bytes(data, policy=policy.default)
        with self._turn:
            self.folder.mkdir(parents=True, exist_ok=True)
            number = 1 + sum(1 for _ in self.folder.glob("*.txt"))
            to = re.sub(r"[^\w.@-]", "", str(message["To"]))
            path = self.folder / f"{number:03}-{to}.txt"
            path.write_text(_readable(message), encoding="utf-8")


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].decode("ascii", "replace").upper()
            if verb == "DATA":
                self._say("354 go on")
                self.server.keep(self._data())
                self._say("250 kept")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                known = verb in {"EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP"}
                self._say("250 ok" if known else "502 not here")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode("ascii"))


def _readable(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    heads = "".join(f"{name}: {message[name]}\n" for name in ("From", "To", "Subject", "Date"))
    return f"{heads}\n{text}"
