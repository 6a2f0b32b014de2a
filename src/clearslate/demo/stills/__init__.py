"""Stills for the demo: simple frames that it draws itself, each with its burnt-in line.

A still is described by the name of a scene and its options, so that a story can be written as
data. The same description gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from clearslate.demo.stills import people, places, screens, things
from clearslate.demo.stills.canvas import CHALK, INK, MIST, UNITS, Canvas

SCENES: dict[str, Callable[..., None]] = {
    "cloth": things.cloth,
    "creature": things.creature,
    "crowd": people.crowd,
    "drawing": things.drawing,
    "flood": places.flood,
    "grid": screens.grid,
    "harbour": places.harbour,
    "lighthouse": places.lighthouse,
    "mood": things.mood,
    "notices": things.notices,
    "page": things.page,
    "photograph": things.photograph,
    "portrait": people.portrait,
    "poster": things.poster,
    "scan": people.scan,
    "score": screens.score,
    "screen": screens.screen,
    "sea": places.sea,
    "sheet": things.sheet,
    "sound": screens.sound,
    "strip": screens.strip,
    "subtitle": screens.subtitle,
}
"""By the name that the story gives them."""

_GRAIN = 60
_WORDS = {"yes": True, "no": False}


def still(
    scene: str, options: Mapping[str, Any], *, seed: str, burn: str = "", timecode: str = ""
) -> bytes:
    """A frame as PNG; pictures with one seed show one thing, such as before and after."""
    chance = random.Random(seed)  # noqa: S311 a drawing, no secret
    canvas = Canvas()
    given = {name: _WORDS.get(value, value) for name, value in options.items()}
    noisy = given.pop("grain", False)
    SCENES[scene](canvas, chance, **given)
    if noisy:
        canvas.grain(chance, _GRAIN)
    if burn or timecode:
        canvas.rect(0, 84, UNITS[0], 6, INK)
        canvas.text(3, 87.1, burn, CHALK, 2.9, "lm")
        canvas.text(157, 87.1, timecode, MIST, 2.9, "rm")
    return canvas.png()
