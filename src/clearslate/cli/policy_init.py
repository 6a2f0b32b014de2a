"""`clearslate policy init`: a house rulebook to start from, on top of another one."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import click

from clearslate.cli.output import say

if TYPE_CHECKING:
    from clearslate.policy.declaration.schema import Schema

TEMPLATE = "templates"
KIND = "house"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,29}")


@click.command("init", short_help="Start a house rulebook on top of another.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--extends", default="platform", metavar="NAME", help="The rulebook below it.")
@click.option("--namespace", default="house", help="The word its own fields stand under.")
@click.option("--title", default="House rules", help="Its title, as people read it.")
def init(folder: Path, extends: str, namespace: str, title: str) -> None:
    """Write a house rulebook into a new FOLDER: one rule, its question and its examples.

    It adds to the rulebook that it extends, or tightens it. It cannot loosen it: `clearslate policy
    prove FOLDER` refuses that, and shows a declaration that would fall through.
    """
    from clearslate import packs
    from clearslate.cli.options import today
    from clearslate.policy.pack.load import shipped_pack

    if extends not in packs.shipped():
        listed = ", ".join(packs.shipped())
        raise click.UsageError(f"No rulebook “{extends}” ships. There are {listed}.")
    below = shipped_pack(extends)
    _check(folder, namespace, below.schema)
    words = {
        "namespace": namespace,
        # Quoted, since a title may hold what YAML would read as something else.
        "title": json.dumps(title, ensure_ascii=False),
        "day": today().isoformat(),
        "extends": below.pack.urn,
    }
    for path, text in template():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(text).substitute(words), encoding="utf-8")
    say(
        f"{folder} holds a house rulebook on top of “{below.pack.title}”.\n"
        f"Change its texts, then run:\n\n"
        f"  clearslate policy check {folder}\n"
        f"  clearslate policy test {folder}\n"
        f"  clearslate policy prove {folder}\n"
    )


def _check(folder: Path, namespace: str, schema: Schema) -> None:
    """Refuse what would give a rulebook that cannot be read, or overwrite one."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty. Name a new folder.")
    if not _WORD.fullmatch(namespace) or keyword.iskeyword(namespace):
        raise click.UsageError(
            f"“{namespace}” is no namespace. Use small letters, digits and _, for example house."
        )
    fields = {name.partition(".")[0] for part in schema.declared for name in part.fields}
    if namespace in fields or namespace in schema.parts:
        raise click.UsageError(f"“{namespace}” is taken already. Choose another namespace.")


def template() -> Iterator[tuple[Path, str]]:
    """The files of the template, by their path in the new folder."""
    from clearslate import packs

    yield from _files(packs.folder(TEMPLATE).joinpath(KIND), Path())


def _files(folder: Traversable, path: Path) -> Iterator[tuple[Path, str]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _files(entry, path / entry.name)
        elif entry.name.endswith(".yaml"):
            yield path / entry.name, entry.read_text(encoding="utf-8")
