"""The command line where its surroundings are broken: pipes, closed streams, links, odd names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clearslate.cli.inputs import inputs
from tests.cli.running import FACTS, NOTIFY, ON, SERIES, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, links and shells of POSIX")

DECLARATION = "clearslate: declaration/1\n"
CALL = f"{sys.executable} -c 'from clearslate.cli.main import main; main()'"
#: In a line of these tests `cl` is the command, and `$A` an assessment that notifies.
BEGIN = f"cl() {{ {CALL} \"$@\"; }}; A='{' '.join(['assess', str(NOTIFY), *FACTS, *ON])}'\n"


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell; it never ends in a stack trace."""
    done = subprocess.run(
        ["bash", "-c", BEGIN + line],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("cl $A >&-", 2, b"Standard output is closed"),
        ("cl $A --format json >&-", 2, b"Standard output is closed"),
        ("cl assess - <&-", 2, b"Standard input is closed."),
        ("cl assess nowhere.yaml 2>&-", 2, b""),
        ("cl $A > /dev/full", 2, b"No space left"),
        ("cl assess nowhere.yaml 2> /dev/full", 2, b""),
        ("cl assess /dev/zero", 2, b"more than 1,000,000 bytes"),
        ("cl assess - < /dev/zero", 2, b"more than 1,000,000 bytes"),
        ("cl $A --facts /dev/zero", 2, b"more than 1,000,000 bytes"),
        ("cl $A | true; exit ${PIPESTATUS[0]}", 2, b""),
    ],
)
def test_broken_streams(line: str, code: int, said: bytes, tmp_path: Path) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(line, tmp_path)
    if "true" not in line:  # whether the reader has gone in time is chance
        assert done.returncode == code
    assert said in done.stderr


@pytest.mark.parametrize("form", ["json", "html", "markdown"])
def test_a_document_is_utf_8_whatever_the_terminal_shows(form: str, tmp_path: Path) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    line = f"cl $A --format {form}"
    done = shell(line, tmp_path, **plain)
    assert done.stdout == shell(line, tmp_path, PYTHONUTF8="1").stdout
    if form == "json":
        assert json.loads(done.stdout)["outcome"] == "notify"


def test_a_name_that_is_no_text_keeps_json_whole(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"odd\xff.yaml")).write_text(DECLARATION, encoding="utf-8")
    (entry,) = json.loads(shell("cl assess . --format json", tmp_path).stdout)
    assert os.fsencode(entry["file"]) == b"odd\xff.yaml"


def test_a_folder_with_links_pipes_and_folders_that_look_like_files(tmp_path: Path) -> None:
    for name in ("loop", "other"):
        (tmp_path / name).symlink_to(".")
    (tmp_path / "dangling.yaml").symlink_to("nowhere")
    (tmp_path / "self.yaml").symlink_to("self.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / ".hidden").mkdir()
    for place in (".", "folder.yaml", ".hidden"):
        (tmp_path / place / "a.yaml").write_text(DECLARATION, encoding="utf-8")
    wanted = [str(tmp_path / "a.yaml"), str(tmp_path / "folder.yaml" / "a.yaml")]
    assert [each.name for each in inputs([str(tmp_path)]).files] == wanted
    assert [each.name for each in inputs([f"{tmp_path}/**/*.yaml"]).files] == wanted
    hidden = str(tmp_path / ".hidden" / "a.yaml")
    assert [each.name for each in inputs([f"{tmp_path}/.hidden/*"]).files] == [hidden]


def test_a_pattern_that_is_none_is_a_name() -> None:
    assert [each.name for each in inputs(["**x", "a[", "/**y"]).files] == ["**x", "a[", "/**y"]


def test_a_folder_that_is_closed_is_reported_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "gone").mkdir()
    (tmp_path / "a.yaml").write_text(DECLARATION, encoding="utf-8")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        if path.endswith("gone"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    done = run("assess", *ON, tmp_path)
    assert done.code == 2
    assert "closed: It cannot be read: Permission denied." in done.err
    assert "gone" not in done.err


def test_a_name_that_acts_on_a_terminal_is_written_out(tmp_path: Path) -> None:
    (tmp_path / "\u202eevil\x1b[2J\nnew.yaml").write_text("titel: x\n", encoding="utf-8")
    done = run("assess", *ON, tmp_path)
    for text in (done.out, done.err):
        assert not {"\u202e", "\x1b"} & set(text)


@pytest.mark.slow
def test_a_missing_file_among_thousands_is_said_at_once(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"declaration-{number}.yaml").touch()
    done = run("assess", tmp_path / "declaration_1.yaml")
    assert "There is no such file." in done.err


@pytest.mark.parametrize("command", ["new x.yaml", "demo", "policy init x", "interview"])
def test_a_folder_where_nothing_can_be_written(command: str, tmp_path: Path) -> None:
    folder = Path("/proc")
    if not folder.exists():
        pytest.skip("no folder here in which nobody can write")
    done = shell(f"cl {command} < /dev/null", folder)
    assert done.returncode == 2
    assert b"Check the name and its permissions." in done.stderr


def test_without_any_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from clearslate.cli.main import main; main()", "assess", *ON,
         *FACTS, str(SERIES / "development-mood-board.yaml")],
        env={}, cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert not done.stderr
