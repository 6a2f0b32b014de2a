"""The colours of tokens.css and their contrast by WCAG, so that nobody has to believe a table."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TOKENS = Path(__file__).parent / "static" / "ui" / "tokens.css"
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_PLACE = {"light": 0, "dark": 1}

TEXT = 4.5
"""What running text needs."""
PARTS = 3.0
"""What the edge of a control and a drawing need."""

_PAGE = ("ground", "surface", "sunk")
_TONES = ("hold", "approval", "notify", "cleared", "lapsed", "declined")

#: Colour → the grounds it is used on, and the ratio it needs there.
USES: dict[str, tuple[tuple[str, ...], float]] = {
    "ink": (_PAGE, TEXT),
    "ink-2": (_PAGE, TEXT),
    "ink-3": (_PAGE, TEXT),
    "link": (_PAGE, TEXT),
    "edge": (_PAGE, PARTS),
    "chalk": (("board",), TEXT),
    "chalk-2": (("board",), TEXT),
    "focus": (("ring", "board"), PARTS),
    "on-hold": (("hold",), TEXT),
    **{tone: (("ground", "surface", f"{tone}-tint"), TEXT) for tone in _TONES},
}


class Colour(NamedTuple):
    """A colour, and the lowest contrast it has where it is used."""

    name: str
    value: str
    ratio: float | None
    needed: float
    on: str


@cache
def tokens() -> dict[str, tuple[str, str]]:
    """Name → the colour in the light and in the dark theme."""
    return {
        name: (light, dark)
        for name, light, dark in _TOKEN.findall(_TOKENS.read_text(encoding="utf-8"))
    }


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colours(theme: str) -> list[Colour]:
    """Every colour of a theme, measured on the grounds it is used on."""
    place = _PLACE[theme]
    values = {name: pair[place] for name, pair in tokens().items()}
    return [_measured(name, values) for name in values]


def _measured(name: str, values: dict[str, str]) -> Colour:
    grounds, needed = USES.get(name, ((), 0.0))
    found = [(ratio(values[name], values[ground]), ground) for ground in grounds]
    lowest, on = min(found) if found else (None, "")
    return Colour(name, values[name], lowest, needed, on)
