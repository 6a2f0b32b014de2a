"""The pages that are written from the source: their prose, with places to fill.

`make docs` (or `python -m tools.pages`) writes them all; a test fails when one is not current.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def filled(name: str, places: Mapping[str, Iterable[str]]) -> str:
    """The page `name`: its prose, with each `<!-- place -->` replaced by its lines."""
    prose = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for place, lines in places.items():
        prose = prose.replace(f"<!-- {place} -->", "\n".join(lines).strip("\n"))
    left = re.search(r"<!-- (\w+) -->", prose)
    if left:
        raise ValueError(f"{name}: nothing fills {left[1]}")
    return f"<!-- Written by `make docs` from tools/pages/{name}. -->\n\n{prose}"
