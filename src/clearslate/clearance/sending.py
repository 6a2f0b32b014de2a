"""What is sent as a result: stills that are stored, and clips by the lines of `sha256sum`.

The shot and its version are read from the name of each: 103_0410_comp_v012.png is shot 103_0410.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from clearslate.clearance.errors import ClearanceError
from clearslate.clearance.results import hold_still
from clearslate.clearance.services.results import MOST_RESULTS, Sent
from clearslate.productions.models import Production
from clearslate.uses.contents import safe_name

_SUM = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(\S.*)")
_VERSION = re.compile(r"[_.\-]?v(\d{1,6})(?![0-9a-zA-Z])", re.IGNORECASE)
_SHOT = re.compile(r"[0-9A-Za-z]+[_\-][0-9A-Za-z]+")


def received(
    *,
    production: Production,
    at: datetime,
    output: str,
    files: Sequence[tuple[str, Iterable[bytes]]],
    sums: str,
) -> list[Sent]:
    """What is sent of one output. Raises `ClearanceError` naming the line or file that is wrong."""
    clips = list(_clips(sums))
    if not 0 < len(files) + len(clips) <= MOST_RESULTS:
        raise ClearanceError(f"Choose 1 to {MOST_RESULTS} stills, or paste lines of sha256sum.")
    items = [Sent(output, *shot_of(name), sha256=digest, name=name) for digest, name in clips]
    for name, chunks in files:
        held = hold_still(chunks, name=name, scope=production.id, at=at)
        items.append(Sent(output, *shot_of(held.name), file=held))
    return items


def shot_of(name: str) -> tuple[str, str]:
    """The shot and its version in the name of a file; both empty where it says neither."""
    stem = name.rpartition(".")[0] or name
    version = _VERSION.search(stem)
    shot = _SHOT.match(stem)
    return (shot[0] if shot else stem[:60]), (f"v{version[1]}" if version else "")


def _clips(sums: str) -> Iterable[tuple[str, str]]:
    for number, line in enumerate(sums.splitlines(), 1):
        if not line.strip():
            continue
        found = _SUM.fullmatch(line.strip())
        if found is None:
            raise ClearanceError(
                f"Line {number} is none of sha256sum. Write 64 hexadecimal digits and a name."
            )
        yield found[1].lower(), safe_name(found[2])
