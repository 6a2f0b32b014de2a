"""Every setting: its name, what it is for, how it is written, and what is assumed without it.

A setting comes from the environment as `CLEARSLATE_NAME`, or from one TOML file as `name`, which
`CLEARSLATE_CONFIG` names. The environment wins. `read` finds all flaws at once.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clearslate.config import parse
from clearslate.kit.errors import SettingsError

PREFIX = "CLEARSLATE_"
FILE = "CLEARSLATE_CONFIG"


@dataclass(frozen=True)
class Setting:
    """One setting; `default` is written as a person would write it, None where it is required."""

    name: str
    parse: Callable[[str], Any]
    default: str | None
    help: str
    example: str

    @property
    def variable(self) -> str:
        """The name of its environment variable."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting(
        "secret_key",
        parse.secret,
        None,
        "Signs sessions and links, and encrypts second factors. Keep it secret and keep a copy. "
        "A new one signs everybody out and voids authenticator apps and recovery codes. "
        "At least 40 characters.",
        "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
    ),
    Setting(
        "base_url",
        parse.base_url,
        "http://127.0.0.1:8000",
        "The address people type. Anything but this machine needs https.",
        "https://clearslate.example.org",
    ),
    Setting(
        "hosts",
        parse.hosts,
        "",
        "Further host names the server answers to, with commas between. "
        "The host of the base URL is always one.",
        "clearslate.internal, 10.0.0.5",
    ),
    Setting(
        "listen",
        parse.address,
        "127.0.0.1:8000",
        "The address and port the server listens on. Port 0 takes a free one.",
        "0.0.0.0:8000",
    ),
    Setting(
        "trusted_proxy",
        parse.text,
        "",
        "The address of the proxy that ends https, whose forwarding headers are believed.",
        "10.0.0.1",
    ),
    Setting(
        "threads",
        parse.count(1, 64),
        "8",
        "How many requests are worked on at once.",
        "16",
    ),
    Setting(
        "data",
        parse.folder,
        "clearslate-data",
        "The folder for the SQLite file, stored files and collected static files.",
        "/var/lib/clearslate",
    ),
    Setting(
        "storage",
        parse.folder,
        "",
        "The folder for stored files, where it is not `storage` in the data folder.",
        "/srv/clearslate/evidence",
    ),
    Setting(
        "database_url",
        parse.database,
        "",
        "The database. Without it, SQLite in the data folder.",
        "postgresql://clearslate:PASSWORD@db.example.org/clearslate",
    ),
    Setting(
        "mail_url",
        parse.mail,
        "",
        "The mail server: smtp, smtp+starttls or smtps. Without it, messages wait.",
        "smtp+starttls://USER:PASSWORD@mail.example.org:587",
    ),
    Setting(
        "mail_from",
        parse.email,
        "",
        "The sender of all mail. Required with a mail server.",
        "clearslate@example.org",
    ),
    Setting(
        "oidc_issuer",
        parse.issuer,
        "",
        "The issuer of an OpenID Connect provider for single sign-on. "
        "Its redirect address is BASE_URL/account/oidc/sso/login/callback/.",
        "https://login.example.org/realms/studio",
    ),
    Setting(
        "oidc_client_id",
        parse.text,
        "",
        "The client id that the provider gave. Required with an issuer.",
        "clearslate",
    ),
    Setting(
        "oidc_client_secret",
        parse.text,
        "",
        "The client secret that the provider gave. Required with an issuer.",
        "the secret from the provider's page",
    ),
    Setting(
        "oidc_name",
        parse.text,
        "",
        "What people call the provider. Without it, the button says “single sign-on”.",
        "Studio login",
    ),
    Setting(
        "time_zone",
        parse.zone,
        "UTC",
        "The zone in which times are shown. Instants are stored in UTC.",
        "Europe/Berlin",
    ),
)
"""In the order of the reference page. What holds between settings is in `_across`."""

BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(environment: Mapping[str, str]) -> dict[str, Any]:
    """The value of every setting by name. Raises `SettingsError` with all flaws."""
    flaws: list[str] = []
    given = _file(environment, flaws) | _variables(environment, flaws)
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        where, text = given.get(setting.name, (setting.variable, setting.default))
        if text is None:
            flaws.append(f"{where}: not set. Set it to {setting.example}")
            continue
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as error:
            flaws.append(f"{where}: {error} For example: {setting.example}")
    flaws += _across(values)
    if flaws:
        raise SettingsError(flaws)
    return _filled(values)


def _file(environment: Mapping[str, str], flaws: list[str]) -> dict[str, tuple[str, str | None]]:
    name = environment.get(FILE)
    if not name:
        return {}
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        flaws.append(f"{FILE}: {name} cannot be read ({error}). Check its name and permissions.")
        return {}
    except tomllib.TOMLDecodeError as error:
        flaws.append(f'{name}: not TOML: {error}. Write lines like: name = "value"')
        return {}
    found: dict[str, tuple[str, str | None]] = {}
    for key, value in table.items():
        where = f"{name}: {key}"
        if key not in BY_NAME:
            flaws.append(f"{where}: there is no such setting. {_meant(key, BY_NAME)}")
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            found[key] = where, ", ".join(value)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            found[key] = where, str(value)
        else:
            flaws.append(f"{where}: neither text nor a number. Put it in quotes.")
    return found


def _variables(
    environment: Mapping[str, str], flaws: list[str]
) -> dict[str, tuple[str, str | None]]:
    known = {setting.variable: setting for setting in SETTINGS}
    found: dict[str, tuple[str, str | None]] = {}
    for variable, value in environment.items():
        if variable in known:
            found[known[variable].name] = variable, value
        elif variable.startswith(PREFIX) and variable != FILE:
            flaws.append(f"{variable}: there is no such setting. {_meant(variable, known)}")
    return found


def _meant(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."


def _across(values: Mapping[str, Any]) -> list[str]:
    """What must hold between two settings."""
    flaws: list[str] = []
    if values.get("mail_url") and values.get("mail_from") == "":
        flaws.append(_missing("mail_from", "with a mail server"))
    oidc = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
    if any(values.get(name) for name in (*oidc, "oidc_name")):
        flaws += [_missing(name, "for single sign-on") for name in oidc if values.get(name) == ""]
    return flaws


def _missing(name: str, why: str) -> str:
    setting = BY_NAME[name]
    return f"{setting.variable}: required {why}. For example: {setting.example}"


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """The values, with those that follow from others put in."""
    values["storage"] = values["storage"] or values["data"] / "storage"
    values["hosts"] = [*dict.fromkeys([values["base_url"].hostname, *values["hosts"]])]
    values["oidc_name"] = values["oidc_name"] or "single sign-on"
    return values
