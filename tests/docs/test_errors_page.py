"""The page on errors: every example gives exactly the lines that it shows."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from clearslate.policy import errors, library
from clearslate.policy.errors import PolicyError
from tests.docs.pages import Block, blocks
from tests.docs.world import DAY, DOCS

PAGE = DOCS / "reference" / "errors.md"
SHOWN = list(blocks(PAGE))
PAIRS = [
    (given, said)
    for given, said in itertools.pairwise(SHOWN)
    if given.kind == "yaml" and said.kind == "text"
]


def problems(given: Block, folder: Path) -> tuple[errors.Problem, ...]:
    """What is said of a file with the text of the block."""
    path = folder / given.info
    path.write_text(given.body, encoding="utf-8")
    is_pack = given.body.startswith("format: pack")
    with pytest.raises(PolicyError) as caught:
        library.load_pack(path) if is_pack else library.assess(path, on=DAY)
    return caught.value.problems


@pytest.mark.parametrize(("given", "said"), PAIRS, ids=[f"line {each.line}" for each, _ in PAIRS])
def test_an_example(given: Block, said: Block, tmp_path: Path) -> None:
    lines = [str(problem).replace(f"{tmp_path}/", "") for problem in problems(given, tmp_path)]
    assert sorted(lines) == sorted(said.body.splitlines())


def test_every_pair_was_found() -> None:
    assert len(PAIRS) == sum(block.kind == "yaml" for block in SHOWN) == 4


def test_the_json_is_that_of_an_example(tmp_path: Path) -> None:
    (shown,) = [json.loads(block.body) for block in SHOWN if block.kind == "json"]
    found = [each.as_json() for each in problems(PAIRS[1][0], tmp_path)]
    assert {**shown, "file": str(tmp_path / shown["file"])} in found


def test_every_error_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    tree = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, PolicyError)
    }
    assert {name for name in tree if f"`{name}`" in text} == tree - {"PolicyError"}
