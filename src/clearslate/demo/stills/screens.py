"""What is seen or heard: film, sound, scores, subtitles, screens."""

from __future__ import annotations

import random

from clearslate.demo.stills.canvas import (
    CHALK,
    COAL,
    FOAM,
    FOG,
    INK,
    LEAD,
    MOSS,
    PALE,
    RUST,
    SLATE,
    UNITS,
    Canvas,
)
from clearslate.demo.stills.people import portrait
from clearslate.demo.stills.places import flood, harbour, lighthouse, sea

_PAPER = "#e4dfd2"


def strip(canvas: Canvas, chance: random.Random, coloured: bool = True) -> None:
    """A strip of archive film, its right half coloured."""
    canvas.rect(0, 0, *UNITS, INK)
    for number in range(20):
        for y in (10, 76):
            canvas.rect(number * 8.2 + 1, y, 4.6, 4, FOG)
    again = chance.getstate()
    for number in range(2):
        small = Canvas(small=True)
        chance.setstate(again)
        harbour(small, chance, "day", boats=2)
        if number == 0 or not coloured:
            small.image = small.image.convert("L").convert("RGB")
        canvas.paste(small, 4 + number * 77, 21, 75)


def sound(canvas: Canvas, chance: random.Random, noisy: bool = False, marked: bool = True) -> None:
    """A waveform on a track, with the line in question marked."""
    canvas.rect(0, 0, *UNITS, COAL)
    if marked:
        canvas.rect(58, 10, 52, 70, SLATE)
    for track, middle in enumerate((28, 62)):
        canvas.line([(0, middle), (160, middle)], LEAD, 0.2)
        loud = 0.0
        for number in range(200):
            x = number * 0.8
            if number % 9 == 0:
                loud = chance.uniform(0.5, 14) * (
                    1.0 if 55 < x < 112 or chance.random() < 0.5 else 0.25
                )
            high = loud * chance.uniform(0.5, 1) + (chance.uniform(2, 4) if noisy else 0.2)
            colour = FOAM if marked and 58 < x < 110 else FOG
            if track and not noisy:
                high *= 0.7
            canvas.rect(x, middle - high, 0.5, high * 2, colour)
    for second in range(9):
        canvas.line([(second * 20, 0), (second * 20, 3)], FOG, 0.3)


def score(canvas: Canvas, chance: random.Random, staves: int = 3) -> None:
    """A page of music."""
    canvas.rect(0, 0, *UNITS, _PAPER)
    for stave in range(staves):
        top = 12 + stave * 25
        for line in range(5):
            canvas.line([(10, top + line * 3), (150, top + line * 3)], SLATE, 0.22)
        for bar in range(5):
            canvas.line([(10 + bar * 35, top), (10 + bar * 35, top + 12)], SLATE, 0.4)
        last = 6.0
        for number in range(16):
            x = 15 + number * 8.5
            last = max(-1, min(9, last + chance.choice((-2, -1, -1, 1, 1, 2))))
            y = top + last * 1.5
            canvas.oval(x, y, 1.5, 1.1, INK)
            up = -8 if last > 4 else 8
            canvas.line(
                [(x + (1.3 if up < 0 else -1.3), y), (x + (1.3 if up < 0 else -1.3), y + up)],
                INK,
                0.35,
            )


def subtitle(canvas: Canvas, chance: random.Random, words: str = "") -> None:
    """A frame with a line of text at its foot."""
    portrait(canvas, chance, age="old", mouth="open", cap=True)
    canvas.rect(30, 76, 100, 8, INK)
    canvas.text(80, 80, words, CHALK, 4.2, "mm")


def screen(canvas: Canvas, chance: random.Random, of: str = "pub") -> None:
    """A television in the corner of the pub, or the stage with its wall of light."""
    if of == "stage":
        canvas.rect(0, 0, *UNITS, INK)
        small = Canvas(small=True)
        harbour(small, chance, "dusk")
        canvas.paste(small, 24, 8, 112)
        for number in range(13):
            canvas.line([(24 + number * 9.33, 8), (24 + number * 9.33, 71)], INK, 0.18)
        for number in range(8):
            canvas.line([(24, 8 + number * 9), (136, 8 + number * 9)], INK, 0.18)
        canvas.poly([(0, 90), (24, 71), (136, 71), (160, 90)], SLATE)
        canvas.rect(60, 52, 2, 26, INK)
        canvas.rect(52, 47, 16, 8, INK)
        return
    canvas.rect(0, 0, *UNITS, "#2a231d")
    canvas.rect(0, 66, UNITS[0], 24, "#1c1713")
    canvas.rect(94, 14, 44, 29, INK)
    small = Canvas(small=True)
    flood(small, chance, 60)
    canvas.paste(small, 96, 16, 40)
    canvas.rect(96, 34, 40, 4.5, RUST)
    for number in range(5):
        canvas.rect(10 + number * 13, 24, 5, 16, ("#4b3b2c", MOSS, RUST, SLATE, "#6b5338")[number])
    for x, high in ((36, 34), (60, 40), (112, 36)):
        canvas.oval(x, 92 - high, 6, 7, INK)
        canvas.oval(x, 94, 15, high - 11, INK)


def grid(canvas: Canvas, chance: random.Random, of: str = "dailies") -> None:
    """A search through the dailies: what was found, frame by frame."""
    canvas.rect(0, 0, *UNITS, COAL)
    canvas.rect(8, 6, 100, 7, SLATE)
    canvas.text(11, 9.6, "fog over the quay" if of == "dailies" else of, PALE, 3.4, "lm")
    for number in range(12):
        small = Canvas(small=True)
        light = chance.choice(("day", "dusk", "night", "storm"))
        chance.choice((harbour, lighthouse, sea))(small, chance, light)
        canvas.paste(small, 8 + number % 4 * 37, 18 + number // 4 * 23, 34)
