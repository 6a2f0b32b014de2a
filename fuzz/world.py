"""What several harnesses share: the packs, cases to evaluate on, and what holds of errors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from clearslate.policy import intake
from clearslate.policy.declaration.schema import Schema
from clearslate.policy.documents import Node, read_text
from clearslate.policy.engine.compiled import Compiled
from clearslate.policy.engine.interpreter import Interpreter
from clearslate.policy.errors import PolicyError
from clearslate.policy.pack.model import Pack
from fuzz.common import ROOT
from tests.policy.generators import Cases
from tests.policy.worlds import real_world

DAY = date(2026, 11, 24)
SERIES = ROOT / "examples" / "series"
#: Declarations that between them reach most rules.
CHOSEN = ("vfx-de-ageing-lead", "vfx-flood-three-steps-vendor")

#: How sentences begin that are about a whole document or folder.
WHOLE = (
    "The document",
    "There is no pack here",
    "There are more than",
    "Files whose",
    "This is a folder",
)


def complete(error: PolicyError, *, placed: bool = True) -> None:
    """Every problem has a sentence that can be shown and, where it is `placed`, file and line."""
    assert error.problems
    for problem in error.problems:
        assert problem.message.endswith("."), problem
        assert not problem.suggestion or problem.suggestion.endswith((".", "?")), problem
        assert (problem.column is None) or (problem.line is not None), problem
        assert len(str(problem)) < 10_000, problem
        if placed:
            assert problem.file, problem
            assert problem.line or problem.message.startswith(WHOLE), problem


def example_documents(schema: Schema) -> list[intake.Given]:
    """Some of the example declarations."""
    paths = [SERIES / f"{name}.yaml" for name in CHOSEN]
    return [intake.read(path.read_bytes(), path.name, schema) for path in paths]


def example_facts(schema: Schema) -> intake.Given:
    """The facts that the example declarations refer to."""
    return intake.read_facts((SERIES / "facts.yaml").read_bytes(), "facts.yaml", schema)


def random_cases(schema: Schema, switches: dict[str, str], count: int) -> list[dict[str, Any]]:
    """Resolved cases over every field, always the same ones; the first has empty lists."""
    cases = Cases(Random(20261124), real_world(schema))
    made = [cases.case() for _ in range(count)]
    for part in cases.world.lists:
        made[0][part] = []
    return [{**case, "switch": switches} for case in made]


def engines_agree(pack: Pack, cases: list[dict[str, Any]]) -> None:
    """The interpreter and the compiled engine say the same of every case."""
    oracle, engine = Interpreter(pack), Compiled(pack)
    for case in cases:
        assert engine.gate(case) == oracle.gate(case), case
        assert engine.hits(case) == oracle.hits(case), case
        assert engine.guards(case) == oracle.guards(case), case
        assert engine.bounds(case) == oracle.bounds(case), case


def texts_under(path: Path, keys: tuple[str, ...]) -> Iterator[bytes]:
    """The texts that stand under any of these keys in a YAML file, each once."""

    def walk(node: Node) -> Iterator[str]:
        for key, value in node.pairs:
            if key.value in keys and isinstance(value.value, str):
                yield value.value
            yield from walk(value)
        for item in node.items:
            yield from walk(item)

    node = read_text(path.read_bytes(), name=path.name)
    yield from (text.encode() for text in dict.fromkeys(walk(node)))


def text_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order."""
    return sorted(folder.rglob("*.yaml"))
