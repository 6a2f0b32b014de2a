"""A small SMTP server: what it is told to refuse it refuses, the rest it keeps."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage


class Handler(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Server

    def handle(self) -> None:
        self.say("220 test")
        recipients: list[str] = []
        while line := self.rfile.readline():
            words = line.decode("ascii", "replace").strip()
            verb = words[:4].upper()
            if verb in {"EHLO", "HELO"}:
                self.say("250 test")
            elif verb == "MAIL":
                recipients = []
                self.say("250 ok")
            elif verb == "RCPT":
                address = words.partition("<")[2].partition(">")[0]
                answer = self.server.refuse.get(address, 250)
                if answer == 250:
                    recipients.append(address)
                self.say(f"{answer} said")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.keep(self.data(), recipients)
                self.say("250 kept")
                self.server.after_yes()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok" if verb == "RSET" else "502 no")

    def data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode("ascii"))


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port while it is entered."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        self.messages: list[EmailMessage] = []
        self.refuse: dict[str, int] = {}
        self.after_yes: Callable[[], None] = lambda: None
        self.arrived = threading.Event()

    def keep(self, data: bytes, recipients: list[str]) -> None:
        message = message_from_bytes(data, policy=policy.default)
        assert [message["To"]] == recipients
        self.messages.append(message)
        self.arrived.set()

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
