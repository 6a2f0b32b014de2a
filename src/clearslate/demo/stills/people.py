"""People: a face at several ages, crowds, somebody who is not to be known. All of them drawn."""

from __future__ import annotations

import random

from clearslate.demo.stills.canvas import (
    BONE,
    COAL,
    FOG,
    INK,
    LEAD,
    MIST,
    PALE,
    RUST,
    SLATE,
    STEEL,
    UNITS,
    Canvas,
)
from clearslate.demo.stills.places import harbour

_HAIR = {"young": "#3a2f29", "middle": "#5a4a3e", "old": "#8d8f8e", "ninety": "#c9cccb"}
_SKIN = ("#a58d79", "#8f7a68", "#7a5f4d", "#b39c88")


def portrait(
    canvas: Canvas,
    chance: random.Random,
    age: str = "middle",
    mouth: str = "shut",
    cap: bool = False,
    change: str = "",
) -> None:
    """A head and shoulders before a window; `change` blurs the face or puts another before it."""
    canvas.rect(0, 0, *UNITS, SLATE)
    canvas.rect(14, 0, 10, 90, COAL)
    canvas.oval(122, 36, 21, 21, STEEL)
    canvas.poly([(122, 15), (143, 36), (122, 57)], LEAD)
    coat = chance.choice((STEEL, "#3b4a46", "#46423c", "#34444f"))
    skin = chance.choice(_SKIN)
    canvas.oval(80, 98, 38, 30, coat)
    canvas.rect(73, 58, 14, 16, skin)
    canvas.poly([(66, 72), (80, 84), (94, 72), (100, 92), (60, 92)], coat)
    canvas.oval(80, 42, 16, 21, skin)
    _hair(canvas, age, cap)
    if change == "mask":
        canvas.oval(80, 44, 15, 20, FOG)
        canvas.line([(70, 42), (90, 42)], LEAD, 0.8)
        return
    _features(canvas, mouth)
    if age != "young":
        _wrinkles(canvas, {"middle": 1, "old": 2, "ninety": 3}[age])
    if change == "soft":
        _soften(canvas)


def _hair(canvas: Canvas, age: str, cap: bool) -> None:
    hair = _HAIR[age]
    top = 29 if age != "ninety" else 25
    canvas.poly(
        [(63, 44), (62.5, 30), (70, 20), (80, 17.5), (90, 20), (97.5, 30), (97, 44), (94.5, 34),
         (88, top), (80, top - 1), (72, top), (65.5, 34)],
        hair,
    )  # fmt: skip
    if cap:
        canvas.poly([(62, 30), (65, 18), (80, 13), (95, 18), (98, 30)], INK)
        canvas.rect(60, 29, 40, 2.4, INK)


def _features(canvas: Canvas, mouth: str) -> None:
    for x in (73.5, 86.5):
        canvas.line([(x - 3.4, 37.4), (x + 3.4, 37.2)], "#4d4038", 0.7)
        canvas.oval(x, 41, 2.0, 0.9, INK)
    canvas.line([(80, 41), (78.6, 49), (81, 49.6)], "#5e4c40", 0.5)
    if mouth == "open":
        canvas.oval(80, 55.4, 3.8, 2.2, "#3d2a27")
        canvas.rect(76.8, 53.8, 6.4, 0.9, BONE)
    elif mouth == "smile":
        canvas.arc(80, 52, (5.2, 3.6), (20, 160), "#4d332d", 0.7)
    else:
        canvas.line([(75.6, 55.4), (84.4, 55.4)], "#4d332d", 0.7)


def _wrinkles(canvas: Canvas, many: int) -> None:
    for number in range(many):
        canvas.line([(72, 32.4 - number * 1.7), (88, 32.2 - number * 1.7)], "#6b5646", 0.25)
    for side in (-1, 1):
        canvas.line([(80 + side * 6, 49), (80 + side * 7.6, 55)], "#6b5646", 0.35)
        for number in range(many):
            x = 80 + side * 11
            canvas.line([(x, 41 + number), (x + side * 2.6, 40 + number * 1.6)], "#6b5646", 0.25)


def _soften(canvas: Canvas) -> None:
    from PIL import ImageDraw, ImageFilter

    canvas.image = canvas.image.filter(ImageFilter.GaussianBlur(canvas.scale * 0.35))
    canvas.draw = ImageDraw.Draw(canvas.image)


def crowd(canvas: Canvas, chance: random.Random, many: int = 40, light: str = "day") -> None:
    """People on the quay, the farther ones smaller and lighter; none of them is anybody."""
    harbour(canvas, chance, light, boats=0)
    rows = 4
    for row in range(rows):
        size = 0.7 + row * 0.35
        colour = (FOG, LEAD, STEEL, INK)[row]
        for _ in range(max(1, many // rows)):
            x = chance.uniform(-2, 162)
            foot = 66 + row * 7 + chance.uniform(-1, 1)
            _person(canvas, x, foot, size * chance.uniform(0.9, 1.15), colour)


def scan(canvas: Canvas, chance: random.Random, many: int = 5) -> None:
    """A sheet of one scanned extra, turned step by step before a grey wall."""
    canvas.rect(0, 0, *UNITS, MIST)
    for number in range(many):
        x = UNITS[0] / many * (number + 0.5)
        canvas.rect(x - 12, 12, 24, 66, PALE)
        _person(canvas, x, 72, 4.6, chance.choice((STEEL, SLATE, RUST)))
        canvas.line([(x - 8, 75), (x + 8, 75)], FOG, 0.3)
        canvas.text(x, 81.4, f"{number * 72}°", SLATE, 2.6, "mm")


def _person(canvas: Canvas, x: float, foot: float, size: float, colour: str) -> None:
    wide = 1.9 * size
    canvas.poly(
        [(x - wide * 0.6, foot), (x - wide, foot - 7 * size), (x - wide * 0.5, foot - 8.4 * size),
         (x + wide * 0.5, foot - 8.4 * size), (x + wide, foot - 7 * size), (x + wide * 0.6, foot)],
        colour,
    )  # fmt: skip
    canvas.oval(x, foot - 9.9 * size, 1.25 * size, 1.5 * size, colour)
