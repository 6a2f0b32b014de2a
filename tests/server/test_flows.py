"""What a flow does more than a service is done always: entrances call the flow."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from clearslate.ledger.acts import PROMISE

SOURCE = Path(__file__).parents[2] / "src" / "clearslate"
ENTRANCES = ("ui", "cli", "demo")


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The full name and the local name of everything that is imported from services."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and ".services" in f"{node.module}.":
            for each in node.names:
                yield f"{node.module}.{each.name}", each.asname or each.name


def called(tree: ast.AST) -> set[str]:
    """The services that a module calls, by their full names."""
    local = {name: full for full, name in imported(tree)}
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in local:
                found.add(local[name])
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in local:
                found.add(f"{local[name]}.{attribute}")
    return found


def calls(folder: str) -> dict[str, set[str]]:
    return {
        str(path.relative_to(SOURCE)): called(ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((SOURCE / folder).rglob("*.py"))
    }


def promised(name: str) -> frozenset[str]:
    """The types of entries that a service promises, by its full name."""
    module, _, function = name.rpartition(".")
    service = getattr(importlib.import_module(module), function)
    return frozenset(kind.name for kind in getattr(service, PROMISE, ()))


def wrapped_by(path: str, services: set[str]) -> set[str]:
    """The services that a flow stands for: it promises what they promise, and does more."""
    module = importlib.import_module("clearslate." + path.removesuffix(".py").replace("/", "."))
    promises = [
        {kind.name for kind in getattr(each, PROMISE)}
        for each in vars(module).values()
        if hasattr(each, PROMISE) and each.__module__ == module.__name__
    ]
    # What promises nothing is no service, such as a value that a service takes.
    return {name for name in services if any(set() < promised(name) <= each for each in promises)}


def test_entrances_call_the_flow_where_there_is_one() -> None:
    wrapped = set().union(*(wrapped_by(*each) for each in calls("flows").items()))
    assert wrapped >= {
        "clearslate.productions.services.facts.file_facts",
        "clearslate.uses.services.submit.submit_use",
    }
    # Stopping an incident may suspend a use, and is no other way to do that.
    assert "clearslate.clearance.services.suspending.suspend" not in wrapped
    past = {
        path: names & wrapped
        for folder in ENTRANCES
        for path, names in calls(folder).items()
        if names & wrapped
    }
    assert past == {}


def test_a_planted_call_is_seen() -> None:
    one = "from clearslate.uses.services.submit import submit_use as send\nsend()"
    other = "from clearslate.uses.services import submit\nsubmit.submit_use()"
    for text in (one, other):
        assert called(ast.parse(text)) == {"clearslate.uses.services.submit.submit_use"}
