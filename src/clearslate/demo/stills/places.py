"""Places: the harbour, the lighthouse, the open sea, the flood."""

from __future__ import annotations

import math
import random

from clearslate.demo.stills.canvas import (
    BONE,
    CHALK,
    COAL,
    DEEP,
    FOAM,
    FOG,
    INK,
    LAMP,
    LEAD,
    MIST,
    PALE,
    SEA,
    SLATE,
    STEEL,
    UNITS,
    Canvas,
)

SKIES = {
    "day": (MIST, PALE, "#d3d9d7"),
    "dusk": (STEEL, LEAD, "#7d7a78", "#b0957c", "#c9ab87"),
    "night": (INK, COAL, SLATE),
    "storm": (COAL, SLATE, STEEL, LEAD),
}
_HOUSES = {
    "day": (LEAD, FOG, STEEL),
    "dusk": (SLATE, STEEL, COAL),
    "night": (COAL, "#161c1f", SLATE),
    "storm": (COAL, SLATE, INK),
}


def harbour(canvas: Canvas, chance: random.Random, light: str = "dusk", boats: int = 3) -> None:
    """Gabled houses on a quay, their windows lit after dusk, and boats before them."""
    canvas.bands(0, 56, SKIES[light])
    if light in ("dusk", "day"):
        canvas.oval(118, 34, 7, 7, LAMP if light == "dusk" else CHALK)
    houses(canvas, chance, light)
    canvas.rect(0, 58, UNITS[0], 3.4, INK if light != "day" else LEAD)
    canvas.rect(0, 61.4, UNITS[0], 40, DEEP if light != "day" else SEA)
    for number in range(9):
        left = chance.uniform(0, 140)
        canvas.rect(left, 64 + number * 2.8, chance.uniform(6, 26), 0.5, LEAD)
    for number in range(boats):
        _boat(canvas, 18 + number * 46 + chance.uniform(-8, 8), 70 + chance.uniform(0, 7))


def houses(canvas: Canvas, chance: random.Random, light: str, foot: float = 58) -> None:
    """A row of gabled houses, of different widths and heights."""
    x = -4.0
    while x < UNITS[0]:
        wide, high = chance.uniform(11, 19), chance.uniform(14, 27)
        colour = chance.choice(_HOUSES[light])
        gable = high + wide * 0.45
        canvas.rect(x, foot - high, wide, high, colour)
        canvas.poly(
            [(x, foot - high), (x + wide / 2, foot - gable), (x + wide, foot - high)], colour
        )
        for row in range(int(high // 7)):
            for column in range(int(wide // 5)):
                lit = light != "day" and chance.random() < 0.4
                shown = LAMP if lit else (SLATE if light == "day" else INK)
                canvas.rect(x + 2 + column * 5, foot - high + 2 + row * 7, 2, 3, shown)
        x += wide


def lighthouse(
    canvas: Canvas, chance: random.Random, light: str = "night", figure: str = ""
) -> None:
    """The tower on its rock; a figure may stand on the gallery or fall from it."""
    canvas.bands(0, 66, SKIES[light])
    if light in ("night", "storm", "dusk"):
        for far in (-24, 14):
            beam = [(88, 20), (160, far + 10), (160, far + 24)]
            canvas.poly(beam if far > 0 else [(88, 20), (0, 4), (0, 22)], "#5d5a4b")
    canvas.poly([(80, 70), (84, 24), (94, 24), (98, 70)], BONE if light == "day" else MIST)
    for band in (34, 50):
        half = 5 + (band - 24) / 46 * 4
        canvas.poly(
            [(89 - half, band), (89 + half, band), (89 + half + 0.8, band + 8),
             (89 - half - 0.8, band + 8)],
            LEAD,
        )  # fmt: skip
    canvas.rect(81, 22.5, 16, 1.6, INK)
    canvas.rect(85, 15, 8, 7.6, LAMP if light != "day" else PALE)
    canvas.poly([(83.5, 15), (89, 9), (94.5, 15)], INK)
    canvas.waves(72, 1.2, DEEP, chance.uniform(0, 6))
    canvas.poly([(52, 84), (66, 69), (80, 66), (101, 67), (116, 74), (126, 84)], INK)
    canvas.waves(80, 1.4, SEA, chance.uniform(0, 6))
    if figure == "gallery":
        _figure(canvas, 98.5, 22, 1.0, 0)
    elif figure == "falling":
        _figure(canvas, 108, 46, 1.2, 70)


def sea(canvas: Canvas, chance: random.Random, light: str = "storm", rig: str = "") -> None:
    """The open sea; `rig` adds a mast with its ropes, and the wire that flew the actor."""
    canvas.bands(0, 52, SKIES[light])
    steep = 5 if light == "storm" else 1.5
    for number, colour in enumerate((STEEL, SEA, DEEP, "#1b2b33")):
        canvas.waves(46 + number * 11, steep, colour, chance.uniform(0, 6))
        if light == "storm":
            for _ in range(5):
                canvas.rect(
                    chance.uniform(0, 150), 46 + number * 11, chance.uniform(4, 12), 0.6, FOAM
                )
    if light == "storm":
        for _ in range(70):
            x, y = chance.uniform(0, 170), chance.uniform(-5, 60)
            canvas.line([(x, y), (x - 2.4, y + 6)], FOG, 0.16)
    if rig:
        canvas.rect(78, 6, 2.2, 70, INK)
        canvas.line([(60, 18), (98, 18)], INK, 1.0)
        for foot in (40, 118):
            canvas.line([(79, 8), (foot, 78)], INK, 0.4)
        _figure(canvas, 92, 40, 1.5, 20)
        if rig == "wire":
            canvas.line([(92, 33), (104, -2)], CHALK, 0.35)


def flood(canvas: Canvas, chance: random.Random, height: int = 100) -> None:
    """The wave above the harbour town, in percent; at 0 the town as it was filmed."""
    canvas.bands(0, 60, SKIES["storm"])
    houses(canvas, chance, "storm", 66)
    canvas.rect(0, 66, UNITS[0], 30, DEEP)
    if not height:
        canvas.rect(0, 66, UNITS[0], 1.2, INK)
        return
    crest = 66 - 0.44 * height
    edge = [
        (x, 66 - (66 - crest) * math.exp(-(((x - 26) / 34) ** 2)) - 2 * math.sin(x / 5))
        for x in range(-2, 164, 2)
    ]
    canvas.poly([*edge, (162, 90), (-2, 90)], SEA)
    canvas.line(edge, FOAM, 1.3)
    for _ in range(46):
        x = chance.uniform(4, 66)
        canvas.oval(x, crest + abs(x - 26) * 0.7 - chance.uniform(0, 9), 0.5, 0.5, FOAM)
    canvas.waves(78, 1.5, DEEP, 1.0)


def _boat(canvas: Canvas, x: float, y: float) -> None:
    canvas.poly([(x - 8, y), (x + 9, y), (x + 6, y + 4), (x - 6, y + 4)], INK)
    canvas.rect(x - 3, y - 4.4, 5.4, 4.4, SLATE)
    canvas.rect(x - 1.6, y - 3.2, 1.4, 1.6, LAMP)
    canvas.line([(x + 4, y), (x + 4, y - 12)], INK, 0.4)


def _figure(canvas: Canvas, x: float, y: float, size: float, lean: float) -> None:
    """A person in silhouette, standing on a point or leaning by so many degrees."""
    turn = math.radians(lean)

    def place(along: float, up: float) -> tuple[float, float]:
        return (
            x + size * (along * math.cos(turn) + up * math.sin(turn)),
            y - size * (up * math.cos(turn) - along * math.sin(turn)),
        )

    body = [(-1.2, 0), (-1.5, 3.6), (1.5, 3.6), (1.2, 0)]
    canvas.poly([place(*each) for each in body], INK)
    canvas.line([place(-1.4, 3.4), place(-3.2, 1.2)], INK, 0.6 * size)
    canvas.line([place(1.4, 3.4), place(3.0, 5.0)], INK, 0.6 * size)
    canvas.oval(*place(0, 4.8), 1.0 * size, 1.0 * size, INK)
