"""From the text of a setting to its value; a `ValueError` says what is wrong, in a sentence."""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.I)
_EMAIL = re.compile(r"[^@\s<>\"',;:()]{1,64}@[^@\s<>\"',;:()]{1,190}")
_MAIL = {"smtp": ("", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `security` is empty, `starttls` or `tls`."""

    host: str
    port: int
    security: str
    user: str
    password: str


@dataclass(frozen=True)
class Database:
    """A PostgreSQL database (`name` is then its name) or an SQLite file (its path)."""

    engine: str
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    options: tuple[tuple[str, str], ...] = ()


def text(given: str) -> str:
    """Any text, without the space around it."""
    return given.strip()


def secret(given: str) -> str:
    """A secret key: long enough, and not one character over and over."""
    if len(given) < 40 or len(set(given)) < 10:
        raise ValueError(f"{len(given)} characters are too few or too alike; make a random one.")
    return given


def loopback(host: str) -> bool:
    """Whether a host name is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def base_url(given: str) -> SplitResult:
    """An http or https address without a path; http for this machine only."""
    url = urlsplit(given.strip().rstrip("/"))
    try:
        port_is_fine = url.port is None or url.port > 0
    except ValueError:
        port_is_fine = False
    if url.scheme not in {"http", "https"} or not url.hostname or not port_is_fine:
        raise ValueError(f"“{given}” is no http or https address.")
    if url.path or url.query or url.fragment or url.username:
        raise ValueError(f"“{given}” holds more than scheme, host and port.")
    if url.scheme == "http" and not loopback(url.hostname):
        raise ValueError("http is for this machine only; sign-in needs https.")
    return url


def issuer(given: str) -> str:
    """The https address of an OpenID Connect provider; http for this machine only."""
    url = urlsplit(given.strip().rstrip("/"))
    if not given.strip():
        return ""
    if url.scheme not in {"http", "https"} or not url.hostname or url.query or url.fragment:
        raise ValueError(f"“{given}” is no https address of a provider.")
    if url.scheme == "http" and not loopback(url.hostname):
        raise ValueError("http is for this machine only; sign-in needs https.")
    return url.geturl()


def hosts(given: str) -> list[str]:
    """Host names with commas between."""
    names = [name.strip().lower() for name in given.split(",") if name.strip()]
    for name in names:
        if not _HOST.fullmatch(name):
            raise ValueError(f"“{name}” is no host name.")
    return names


def address(given: str) -> tuple[str, int]:
    """HOST:PORT."""
    host, _, port = given.strip().rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"“{given}” is not written like HOST:PORT.")
    return host, int(port)


def count(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(given: str) -> int:
        if not given.strip().isdecimal() or not least <= int(given) <= most:
            raise ValueError(f"“{given}” is no whole number from {least} to {most}.")
        return int(given)

    return read


def folder(given: str) -> Path | None:
    """A folder, which need not exist yet; None for nothing."""
    if not given.strip():
        return None
    path = Path(given.strip()).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is a file, not a folder.")
    return path


def database(given: str) -> Database | None:
    """A PostgreSQL address or an SQLite file; None for the default."""
    if not given.strip():
        return None
    url = urlsplit(given.strip())
    if url.scheme == "sqlite":
        path = unquote(url.path)
        if url.netloc or len(path) < 2:
            raise ValueError("SQLite is written sqlite:///relative/file or sqlite:////full/path.")
        return Database("sqlite", str(Path(path[1:]).resolve()))
    if url.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"“{url.scheme}” is no database we know: postgresql or sqlite.")
    name = unquote(url.path[1:])
    try:
        port = str(url.port or "")
    except ValueError:
        raise ValueError("its port is no number from 0 to 65535.") from None
    if not name or "/" in name:
        raise ValueError("the name of the database is missing after the host.")
    return Database(
        "postgresql",
        name,
        unquote(url.hostname or ""),
        port,
        unquote(url.username or ""),
        unquote(url.password or ""),
        tuple(parse_qsl(url.query)),
    )


def mail(given: str) -> MailServer | None:
    """A mail server; None for nothing."""
    if not given.strip():
        return None
    url = urlsplit(given.strip())
    if url.scheme not in _MAIL or not url.hostname or url.path.strip("/"):
        raise ValueError("a mail server is written smtp+starttls://USER:PASSWORD@HOST:PORT.")
    security, usual = _MAIL[url.scheme]
    try:
        port = url.port or usual
    except ValueError:
        raise ValueError("its port is no number from 0 to 65535.") from None
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if user and not security and not loopback(url.hostname):
        raise ValueError("a password would be sent in the clear; use smtp+starttls or smtps.")
    return MailServer(url.hostname, port, security, user, password)


def email(given: str) -> str:
    """One e-mail address; empty for nothing."""
    address = given.strip()
    if address and not _EMAIL.fullmatch(address):
        raise ValueError(f"“{given}” is no e-mail address.")
    return address


def zone(given: str) -> str:
    """The name of a time zone."""
    try:
        zoneinfo.ZoneInfo(given.strip())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{given}” is no time zone.") from None
    return given.strip()
