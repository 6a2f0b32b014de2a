"""Things: boards, papers, cloth, drawings, photographs, the creature."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

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
    MOSS,
    PALE,
    RUST,
    SEA,
    SLATE,
    STEEL,
    UNITS,
    Canvas,
)
from clearslate.demo.stills.places import flood, harbour, lighthouse, sea

_PAPER = "#e4dfd2"
_PICTURES: dict[str, Callable[..., None]] = {
    "flood": flood,
    "harbour": harbour,
    "lighthouse": lighthouse,
}


def mood(canvas: Canvas, chance: random.Random, of: str = "harbour") -> None:
    """A board of pictures and swatches."""
    canvas.rect(0, 0, *UNITS, PALE)
    lights = ["day", "dusk", "storm", "night"]
    chance.shuffle(lights)
    for number in range(6):
        small = Canvas(small=True)
        painter = (
            (harbour, lighthouse, sea)[number % 3]
            if of == "harbour"
            else (sea, harbour)[number % 2]
        )
        painter(small, chance, lights[number % 4])
        canvas.paste(small, 6 + number % 3 * 42, 8 + number // 3 * 28, 39)
    for number, colour in enumerate((SLATE, LEAD, SEA, MIST, BONE, LAMP, RUST)):
        canvas.rect(135, 8 + number * 7.3, 19, 6, colour)
    for number in range(3):
        canvas.rect(6, 68 + number * 4, chance.uniform(40, 110), 1.6, MIST)


def page(canvas: Canvas, chance: random.Random, head: str = "", picture: str = "harbour") -> None:
    """A printed page on a dark table: a headline, a picture, columns."""
    canvas.rect(0, 0, *UNITS, SLATE)
    canvas.poly([(34, 6), (128, 4), (130, 90), (32, 90)], _PAPER)
    canvas.text(81, 13, head, INK, 7, "mm")
    canvas.rect(38, 19, 86, 0.5, INK)
    small = Canvas(small=True)
    _PICTURES[picture](small, chance)
    canvas.paste(small, 38, 23, 54)
    for column, (left, top, wide) in enumerate(
        ((96, 23, 28), (38, 57, 26), (67, 57, 26), (96, 57, 28))
    ):
        for line in range(15 if column == 0 else 14):
            y = top + line * 2.3
            if y < 89:
                canvas.rect(left, y, wide * chance.uniform(0.75, 1), 0.8, FOG)


def notices(canvas: Canvas, chance: random.Random) -> None:
    """A board of paper notices on a wall, out of focus behind a counter."""
    canvas.rect(0, 0, *UNITS, STEEL)
    canvas.rect(30, 12, 100, 50, "#6a5a48")
    canvas.frame(30, 12, 100, 50, INK, 1.4)
    for number in range(9):
        x, y = 36 + number % 5 * 18.5, 17 + number // 5 * 22 + chance.uniform(-1.5, 1.5)
        wide, high = chance.uniform(11, 15), chance.uniform(13, 18)
        canvas.rect(x, y, wide, high, chance.choice((_PAPER, BONE, PALE)))
        for line in range(4):
            canvas.rect(
                x + 1.6, y + 3 + line * 2.6, (wide - 3.2) * chance.uniform(0.5, 1), 0.7, FOG
            )
    canvas.rect(0, 70, UNITS[0], 20, INK)
    canvas.oval(24, 58, 9, 15, COAL)


def poster(canvas: Canvas, chance: random.Random, of: str = "fair", words: str = "") -> None:
    """A poster on a wall: for the fair, for the series, or a warning in the street."""
    canvas.rect(0, 0, *UNITS, LEAD)
    for row in range(12):
        for column in range(9):
            canvas.frame(column * 20 - (row % 2) * 10, row * 8, 20, 8, "#444f55", 0.3)
    canvas.rect(54, 5, 52, 80, INK)
    canvas.rect(55, 6, 50, 78, {"fair": "#c9a77a", "warning": BONE, "key": DEEP}[of])
    if of == "fair":
        for number in range(14):
            turn = number * math.tau / 14
            rim = [(80 + 60 * math.cos(a), 46 + 60 * math.sin(a)) for a in (turn, turn + 0.22)]
            canvas.poly([(80, 46), *rim], "#b88b5c")
        canvas.rect(0, 0, 54, 90, LEAD)
        canvas.rect(106, 0, 54, 90, LEAD)
        canvas.oval(80, 48, 15, 15, RUST)
        canvas.ring(80, 48, 18, INK, 1.2)
    elif of == "key":
        creature(canvas, chance, inside=True)
    else:
        canvas.poly([(80, 20), (98, 52), (62, 52)], INK)
        canvas.poly([(80, 26), (93, 49.5), (67, 49.5)], LAMP)
        canvas.waves_in(66, 94, 44, INK)
    canvas.text(80, 73, words, INK if of != "key" else CHALK, 5.4, "mm")
    canvas.rect(64, 78, 32, 1.2, INK if of != "key" else MIST)


def creature(canvas: Canvas, chance: random.Random, inside: bool = False, step: int = 1) -> None:
    """The creature of the tide, as far as it is designed."""
    if not inside:
        canvas.rect(0, 0, *UNITS, PALE if step == 1 else DEEP)
    dark = INK if step != 1 else STEEL
    left = 62 if inside else 40
    wide = 36 if inside else 80
    spine = [
        (left + wide * t / 20, 58 - 26 * math.sin(t / 20 * math.pi) + 2 * math.sin(t))
        for t in range(21)
    ]
    belly = [
        (x, min(64.0, y + 10 + 5 * math.sin(n / 20 * math.pi))) for n, (x, y) in enumerate(spine)
    ]
    canvas.poly([*spine, *reversed(belly)], dark)
    for number in range(3, 18, 2):
        x, y = spine[number]
        canvas.poly([(x - 1.5, y + 1), (x + chance.uniform(-1, 2), y - 6), (x + 2, y + 1)], dark)
    x, y = spine[19]
    canvas.oval(x - 2, y + 5, 1.1, 1.1, LAMP)
    if step == 1 and not inside:
        for number in range(5):
            canvas.line([(20, 70 + number * 3), (60 + number * 9, 70 + number * 3)], MIST, 0.4)
        canvas.frame(12, 8, 136, 76, FOG, 0.3)
    else:
        for number in range(3):
            canvas.rect(left - 4, 64 + number * 3, wide + 8, 0.6, FOAM if number == 0 else SEA)


def cloth(canvas: Canvas, chance: random.Random) -> None:
    """Swatches of patterned cloth."""
    for number in range(6):
        x, y = number % 3 * 54, number // 3 * 46
        ground, line = chance.sample([SLATE, RUST, MOSS, SEA, BONE, STEEL], 2)
        canvas.rect(x, y, 51.5, 43.5, ground)
        for row in range(6):
            for column in range(7):
                centre = x + 4 + column * 7.3, y + 4 + row * 7.2
                if number % 3 == 0:
                    canvas.ring(*centre, 2.6, line, 0.6)
                elif number % 3 == 1:
                    cx, cy = centre
                    canvas.poly([(cx, cy - 3), (cx + 2.4, cy), (cx, cy + 3), (cx - 2.4, cy)], line)
                else:
                    cx, cy = centre
                    canvas.arc(cx, cy, (3.4, 3.4), (180, 360), line, 0.7)
    for seam in (51.5, 105.5):
        canvas.rect(seam, 0, 2.5, 90, INK)
    canvas.rect(0, 43.5, 160, 2.5, INK)


def drawing(canvas: Canvas, chance: random.Random, coloured: bool = False) -> None:
    """A working drawing of the lighthouse, bare or with colour tried on it."""
    canvas.rect(0, 0, *UNITS, "#2b3a44")
    for number in range(17):
        canvas.line([(number * 10, 0), (number * 10, 90)], "#35464f", 0.2)
    for number in range(10):
        canvas.line([(0, number * 10), (160, number * 10)], "#35464f", 0.2)
    if coloured:
        canvas.poly([(45, 80), (50, 26), (62, 26), (67, 80)], "#a77f66")
        canvas.rect(51, 15, 10, 11, LAMP)
    outline = [(45, 80), (50, 26), (62, 26), (67, 80), (45, 80)]
    canvas.line(outline, FOAM, 0.4)
    canvas.frame(51, 15, 10, 11, FOAM, 0.4)
    canvas.line([(49, 15), (56, 8), (63, 15), (49, 15)], FOAM, 0.4)
    for height in (36, 48, 60, 70):
        canvas.line([(47, height), (65, height)], FOG, 0.25)
    canvas.line([(74, 26), (74, 80)], FOG, 0.25)
    canvas.text(79, 53, f"{chance.randrange(180, 260) / 10:.1f} m", FOAM, 3, "lm")
    canvas.ring(116, 46, 24, FOAM, 0.4)
    canvas.ring(116, 46, 17, FOAM, 0.3)
    for number in range(16):
        turn = number * math.tau / 16
        near, far = 17, 24
        canvas.line(
            [(116 + near * math.cos(turn), 46 + near * math.sin(turn)),
             (116 + far * math.cos(turn), 46 + far * math.sin(turn))], FOG, 0.25)  # fmt: skip


def photograph(canvas: Canvas, chance: random.Random, of: str = "wall") -> None:
    """An old photograph in its white border; what it shows never was."""
    canvas.rect(0, 0, *UNITS, INK)
    canvas.rect(22, 5, 116, 80, "#d9cfb9")
    canvas.rect(27, 10, 106, 68, "#8c7d66")
    canvas.bands_in(27, 10, 106, 30, ("#a39479", "#b3a58a"))
    if of == "wall":
        canvas.poly(
            [(27, 78), (27, 46), (70, 44), (76, 62), (88, 66), (94, 50), (133, 47), (133, 78)],
            "#4b4234",
        )
        for row in range(4):
            canvas.line([(27, 52 + row * 6.5), (133, 52 + row * 6.5)], "#5f5545", 0.3)
        canvas.poly([(70, 44), (76, 62), (88, 66), (94, 50), (90, 44)], "#6d6250")
    else:
        canvas.poly([(64, 70), (64, 40), (80, 26), (96, 40), (96, 70)], "#4b4234")
        canvas.rect(78.6, 18, 2.8, 10, "#4b4234")
        canvas.rect(75.6, 20.6, 8.8, 2, "#4b4234")
        for number in range(9):
            x = 34 + number * 11
            canvas.oval(x, 66, 1.6, 1.8, "#2f2920")
            canvas.rect(x - 2, 67.6, 4, 9, "#2f2920")
    canvas.rect(27, 72, 106, 6, "#5d5240")


def sheet(canvas: Canvas, chance: random.Random, head: str = "", names: bool = True) -> None:
    """A table on paper, such as a call sheet; without names where they were taken out."""
    canvas.rect(0, 0, *UNITS, LEAD)
    canvas.rect(30, 4, 100, 90, CHALK)
    canvas.text(36, 11, head, INK, 4.6, "lm")
    canvas.rect(36, 16, 88, 0.5, INK)
    for row in range(13):
        y = 20 + row * 5.2
        canvas.rect(36, y, 9, 1.6, FOG)
        filled = MIST if names else INK
        canvas.rect(50, y, chance.uniform(18, 28) if names else 24, 1.6, filled)
        canvas.rect(84, y, chance.uniform(10, 18), 1.6, MIST)
        canvas.rect(108, y, chance.uniform(8, 16), 1.6, MIST)
        canvas.rect(36, y + 3.2, 88, 0.15, PALE)
