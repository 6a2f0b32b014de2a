"""Things: boards, papers, cloth, photographs, the creature, sound, scores, screens."""

from __future__ import annotations

import math
import random

from clearslate.cli.demoing.stills.canvas import (
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
from clearslate.cli.demoing.stills.people import portrait
from clearslate.cli.demoing.stills.places import flood, harbour, lighthouse, sea

_PAPER = "#e4dfd2"


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
    {"harbour": harbour, "lighthouse": lighthouse, "sea": sea, "flood": flood}[picture](
        small, chance
    )
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
            canvas.poly(
                [(80, 46), (80 + 60 * math.cos(turn), 46 + 60 * math.sin(turn)),
                 (80 + 60 * math.cos(turn + 0.22), 46 + 60 * math.sin(turn + 0.22))], "#b88b5c")  # fmt: skip
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
    for x in (51.5, 105.5):
        canvas.rect(x, 0, 2.5, 90, INK)
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


def strip(canvas: Canvas, chance: random.Random, coloured: bool = True) -> None:
    """A strip of archive film, its right half coloured."""
    canvas.rect(0, 0, *UNITS, INK)
    for number in range(20):
        for y in (10, 76):
            canvas.rect(number * 8.2 + 1, y, 4.6, 4, FOG)
    for number in range(2):
        small = Canvas(small=True)
        harbour(small, random.Random(chance.random() if not number else 5), "day", boats=2)
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
        last = 6
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
