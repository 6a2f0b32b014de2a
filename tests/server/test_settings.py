"""Settings: from the environment or one file, all flaws at once, each with what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clearslate.config import values
from clearslate.config.databases import django_settings
from clearslate.config.parse import Database
from clearslate.kit.errors import SettingsError

KEY = "only-for-the-tests-0123456789-abcdefghijklmnop"
LEAST = {"CLEARSLATE_SECRET_KEY": KEY}


def flaws(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        values.read(environment)
    return caught.value.flaws


def test_it_works_with_only_a_key() -> None:
    found = values.read(LEAST)
    assert found["hosts"] == ["127.0.0.1"]
    assert found["listen"] == ("127.0.0.1", 8000)
    assert found["data"].name == "clearslate-data"
    assert found["storage"] == found["data"] / "storage"
    assert found["mail_url"] is None
    assert set(found) == set(values.BY_NAME)


def test_all_flaws_come_at_once() -> None:
    found = flaws(
        {
            "CLEARSLATE_BASE_URL": "http://example.org",
            "CLEARSLATE_LISTEN": "8000",
            "CLEARSLATE_TIME_ZONE": "Mars",
            "CLEARSLATE_HOSTZ": "x",
            "CLEARSLATE_MAIL_URL": "smtp://mail.example.org",
        }
    )
    assert [flaw.partition(":")[0] for flaw in found] == [
        "CLEARSLATE_HOSTZ",
        "CLEARSLATE_SECRET_KEY",
        "CLEARSLATE_BASE_URL",
        "CLEARSLATE_LISTEN",
        "CLEARSLATE_TIME_ZONE",
        "CLEARSLATE_MAIL_FROM",
    ]
    assert "Did you mean CLEARSLATE_HOSTS?" in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("secret_key", "short"),
        ("secret_key", "a" * 60),
        ("base_url", "example.org"),
        ("base_url", "https://example.org/path"),
        ("base_url", "https://example.org:99999"),
        ("base_url", "https://user@example.org"),
        ("hosts", "exa mple.org"),
        ("hosts", "*"),
        ("listen", "localhost"),
        ("listen", "localhost:70000"),
        ("threads", "0"),
        ("threads", "many"),
        ("database_url", "mysql://x/y"),
        ("database_url", "postgresql://host"),
        ("database_url", "postgresql://host:x/name"),
        ("database_url", "sqlite://name"),
        ("mail_url", "mail.example.org"),
        ("mail_url", "smtp://user:password@mail.example.org"),
        ("mail_url", "smtp://mail.example.org:x"),
        ("mail_from", "nobody"),
        ("mail_from", "a@b.org\nBcc: c@d.org"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_a_wrong_value_is_refused_with_an_example(name: str, text: str) -> None:
    setting = values.BY_NAME[name]
    (flaw,) = flaws({**LEAST, setting.variable: text})
    assert flaw.startswith(f"{setting.variable}: ")
    assert f"For example: {setting.example}" in flaw


def test_no_error_repeats_a_password() -> None:
    found = flaws({**LEAST, "CLEARSLATE_MAIL_URL": "smtp://ana:hunter2hunter2@mail.example.org"})
    assert "hunter2" not in "".join(found)


def test_a_file_gives_the_same_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "clearslate.toml"
    file.write_text(
        f'secret_key = "{KEY}"\nthreads = 4\nhosts = ["a.org", "b.org"]\nlisten = "[::1]:1"\n'
    )
    found = values.read({"CLEARSLATE_CONFIG": str(file), "CLEARSLATE_THREADS": "5"})
    assert found["threads"] == 5
    assert found["hosts"] == ["127.0.0.1", "a.org", "b.org"]
    assert found["listen"] == ("::1", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("secret_kee = 'x'", "Did you mean secret_key?"),
        ("threads = 1.5", "neither text nor a number"),
        ("debug = true", "no such setting"),
        ("threads =", "not TOML"),
        ("threads = 'x'", "threads: “x” is no whole number"),
    ],
)
def test_what_is_wrong_in_the_file_names_the_file(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "clearslate.toml"
    file.write_text(text)
    found = flaws({**LEAST, "CLEARSLATE_CONFIG": str(file)})
    assert any(said in flaw and str(file) in flaw for flaw in found), found


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in flaws({**LEAST, "CLEARSLATE_CONFIG": str(tmp_path / "no")})[0]


def test_https_makes_cookies_secure_and_mail_servers_have_their_ports() -> None:
    found = values.read(
        {
            **LEAST,
            "CLEARSLATE_BASE_URL": "https://clear.example.org",
            "CLEARSLATE_MAIL_URL": "smtp+starttls://u%40x:p%3A@mail.example.org",
            "CLEARSLATE_MAIL_FROM": "c@example.org",
        }
    )
    assert found["base_url"].hostname == "clear.example.org"
    mail = found["mail_url"]
    assert (mail.port, mail.security, mail.user, mail.password) == (587, "starttls", "u@x", "p:")


def test_databases() -> None:
    lite = django_settings(None, Path("/data"))
    assert lite["NAME"] == Path("/data/clearslate.sqlite3")
    assert lite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        assert pragma in lite["OPTIONS"]["init_command"]
    given = values.read(
        {**LEAST, "CLEARSLATE_DATABASE_URL": "postgres://u:p%2F@h:5/n?sslmode=require"}
    )
    assert given["database_url"] == Database(
        "postgresql", "n", "h", "5", "u", "p/", (("sslmode", "require"),)
    )
    assert django_settings(given["database_url"], Path())["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c jit=off",
    }


def test_every_example_is_a_value_that_works() -> None:
    for setting in values.SETTINGS:
        if setting.name != "secret_key":
            setting.parse(setting.example)
        assert re.fullmatch(r"[a-z_]+", setting.name)
