"""The command line as a whole: what it says by itself, how it ends, and how fast it gets there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.shell_completion import ShellComplete

from clearslate import __version__
from clearslate.cli import main
from clearslate.cli.lazy import LazyGroup
from tests.cli.running import NOTIFY, run

#: The command in a process of its own.
ITSELF = [sys.executable, "-c", "from clearslate.cli.main import main; main()"]
SHELLS = ("bash", "zsh", "fish")


def groups(group: click.Command, name: str) -> Iterator[tuple[str, LazyGroup]]:
    if isinstance(group, LazyGroup):
        yield name, group
        context = click.Context(group)
        for each in group.list_commands(context):
            command = group.get_command(context, each)
            assert command is not None
            yield from groups(command, f"{name} {each}")


def test_run_with_nothing_it_says_how_to_begin() -> None:
    result = run()
    assert result.code == 0
    assert "clearslate new declaration.yaml" in result.out
    assert "Made by rule, not by a lawyer" in result.out
    assert len(result.out.splitlines()) < 20


def test_help_and_version() -> None:
    result = run("--help")
    assert result.code == 0
    for name, lazy in main.COMMANDS.items():
        assert f"{name} " in result.out
        assert lazy.help in result.out
    assert run("--version").out == f"clearslate {__version__}\n"


@pytest.mark.parametrize(("name", "group"), list(groups(main.cli, "clearslate")))
def test_the_list_of_commands_says_what_each_command_says(name: str, group: LazyGroup) -> None:
    context = click.Context(group)
    for each, lazy in group.lazy.items():
        command = group.get_command(context, each)
        assert command is not None
        assert command.name == each
        assert command.get_short_help_str(100) == lazy.help, f"{name} {each}"


def test_help_loads_no_part_of_the_core() -> None:
    """Start-up is measured in `benchmarks/`; here only what makes it quick."""
    code = (
        "import sys; from clearslate.cli.main import run; run(['--help']);"
        "print([m for m in sys.modules if m.startswith(('clearslate.policy', 'yaml', 'json'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("asess", "x"), "Did you mean “assess”?"),
        (("policy", "shw"), "Did you mean “show”?"),
        (("quux",), "There are assess, interview, new"),
        (("assess",), "Missing argument"),
        (("assess", "x", "--on", "tomorrow"), "Write it like 2026-11-24"),
        (("assess", "x", "--on", "20261124"), "Write it like 2026-11-24"),
        (("assess", "x", "--switch", "S1"), "Write it like S1=relaxed"),
        (("assess", "x", "--adopted-by", "Ada Holt"), "Name one with --pack"),
        (("assess", "x", "--format", "pdf"), "pdf"),
        (("completion", "tcsh"), "tcsh"),
    ],
)
def test_a_wrong_call_says_what_is_right(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err


def test_a_fault_of_ours_never_looks_like_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("clearslate.cli.assess.inputs", fail)
    result = run("assess", NOTIFY)
    assert result.code == 2
    assert "planted" in result.err
    assert "fault in Clearslate" in result.err


def test_a_reader_that_goes_away_is_no_finding() -> None:
    with subprocess.Popen(
        [*ITSELF, "policy", "show", "--format", "html"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 2
    assert said == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_prints_the_script_of_a_shell(shell: str) -> None:
    result = run("completion", shell)
    assert result.code == 0
    assert "_CLEARSLATE_COMPLETE" in result.out


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("policy show --card v", {"vfx"}),
        ("policy prove --statement final", {"final-never-notify"}),
        ("policy prove p", {"platform", "p"}),
        ("policy check p", {"platform", "p"}),
        ("new --department sou", {"sound"}),
        ("assess --pack p", {"platform", "p"}),
        ("assess --switch S1=", {"S1=strict", "S1=relaxed"}),
        ("assess --pack nowhere --switch S1=r", {"S1=relaxed"}),
    ],
)
def test_completion_offers_values(line: str, offered: set[str]) -> None:
    *words, begun = line.split()
    complete = ShellComplete(main.cli, {}, "clearslate", "_CLEARSLATE_COMPLETE")
    assert {item.value for item in complete.get_completions(words, begun)} == offered


def test_completion_offers_commands_and_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "clearslate policy ")
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("_CLEARSLATE_COMPLETE", "bash_complete")
    result = subprocess.run(ITSELF, capture_output=True, text=True, check=False)
    offered = [line.partition(",")[2] for line in result.stdout.splitlines()]
    assert {"show", "check", "test", "prove", "init"} <= set(offered)
