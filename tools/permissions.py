"""The reference page of roles and permissions, from the one table that decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clearslate.accounts.permissions import (
    ACTIONS,
    INSTALLATION_ACTIONS,
    OFFICES,
    ROLES,
)
from tools.pages import REFERENCE, filled


def pages() -> dict[Path, str]:
    """The page, with its text."""
    places = {
        "roles": _roles(),
        "actions": _actions(),
        "table": _table(),
        "offices": _offices(),
    }
    return {REFERENCE / "permissions.md": filled("permissions.md", places)}


def _roles() -> Iterator[str]:
    yield "| role | what for |"
    yield "| --- | --- |"
    yield from (f"| {role.title} | {role.help} |" for role in ROLES.values())


def _actions() -> Iterator[str]:
    yield "| permission | what it lets somebody do |"
    yield "| --- | --- |"
    yield from (f"| {said.title} | {said.help} |" for said in ACTIONS.values())


def _table() -> Iterator[str]:
    titles = [role.title for role in ROLES.values()]
    yield f"| permission | {' | '.join(titles)} |"
    yield f"| --- |{' :-: |' * len(titles)}"
    for action, said in ACTIONS.items():
        ticks = ["✓" if action in role.actions else "" for role in ROLES.values()]
        yield f"| {said.title} | {' | '.join(ticks)} |"


def _offices() -> Iterator[str]:
    titles = [said.title for said, _ in OFFICES.values()]
    yield f"| permission | what it lets somebody do | {' | '.join(titles)} |"
    yield f"| --- | --- |{' :-: |' * len(titles)}"
    for action, said in INSTALLATION_ACTIONS.items():
        ticks = ["✓" if action in actions else "" for _, actions in OFFICES.values()]
        yield f"| {said.title} | {said.help} | {' | '.join(ticks)} |"
