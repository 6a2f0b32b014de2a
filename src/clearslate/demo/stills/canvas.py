"""A frame to draw on: 160 by 90 units, whatever its size in pixels, and the colours of the look."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 960, 540
UNITS = 160, 90
#: Drawn larger than it is kept, so that edges are smooth.
FINER = 2

Point = tuple[float, float]

INK, COAL, SLATE, STEEL = "#12171a", "#1b2226", "#262f34", "#364147"
LEAD, FOG, MIST, PALE = "#4b585f", "#6b7981", "#97a3a7", "#c3cbcb"
CHALK, BONE, LAMP, RUST = "#f3f4ef", "#d8d2c4", "#e2bd62", "#8a5f48"
DEEP, SEA, FOAM, MOSS = "#22343d", "#33505c", "#a9bcc0", "#4d5b50"


class Canvas:
    """What scenes draw with; a light sky is named by its bands, from the top down."""

    def __init__(self, ground: str = COAL, *, small: bool = False) -> None:
        """A whole frame, or a small one that is to be pasted into another."""
        wide = WIDTH if small else WIDTH * FINER
        self.scale = wide / UNITS[0]
        self.image = Image.new("RGB", (wide, wide * UNITS[1] // UNITS[0]), ground)
        self.draw = ImageDraw.Draw(self.image)

    def at(self, x: float, y: float) -> Point:
        """A point in pixels."""
        return x * self.scale, y * self.scale

    def rect(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        """A filled rectangle."""
        self.draw.rectangle([*self.at(x, y), *self.at(x + wide, y + high)], fill=fill)

    def frame(self, x: float, y: float, wide: float, high: float, line: str, width: float) -> None:
        """The outline of a rectangle."""
        box = [*self.at(x, y), *self.at(x + wide, y + high)]
        self.draw.rectangle(box, outline=line, width=self._width(width))

    def poly(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self.draw.polygon([self.at(*each) for each in points], fill=fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """A filled ellipse about a point, with its two radii."""
        box = [*self.at(x - across, y - down), *self.at(x + across, y + down)]
        self.draw.ellipse(box, fill=fill)

    def ring(self, x: float, y: float, radius: float, line: str, width: float) -> None:
        """A circle's outline."""
        box = [*self.at(x - radius, y - radius), *self.at(x + radius, y + radius)]
        self.draw.ellipse(box, outline=line, width=self._width(width))

    def arc(
        self, x: float, y: float, size: Point, angles: tuple[int, int], line: str, width: float
    ) -> None:
        """A part of an ellipse's outline."""
        across, down = size
        box = [*self.at(x - across, y - down), *self.at(x + across, y + down)]
        self.draw.arc(box, *angles, fill=line, width=self._width(width))

    def line(self, points: Iterable[Point], fill: str, width: float) -> None:
        """A line through points."""
        joined = [self.at(*each) for each in points]
        self.draw.line(joined, fill=fill, width=self._width(width), joint="curve")

    def text(self, x: float, y: float, words: str, fill: str, size: float, anchor: str) -> None:
        """Words in the drawing library's own face."""
        font = ImageFont.load_default(size * self.scale)
        self.draw.text(self.at(x, y), words, fill=fill, font=font, anchor=anchor)

    def bands(self, top: float, foot: float, colours: Sequence[str]) -> None:
        """Flat bands of colour, one below the other."""
        high = (foot - top) / len(colours)
        for number, colour in enumerate(colours):
            self.rect(0, top + number * high, UNITS[0], high + 0.2, colour)

    def bands_in(
        self, x: float, y: float, wide: float, high: float, colours: Sequence[str]
    ) -> None:
        """Flat bands of colour within a rectangle."""
        each = high / len(colours)
        for number, colour in enumerate(colours):
            self.rect(x, y + number * each, wide, each, colour)

    def waves(self, y: float, high: float, fill: str, shift: float) -> None:
        """The sea from a height down, with a waving edge."""
        edge = [(x, y + high * math.sin(x / 7 + shift)) for x in range(-2, UNITS[0] + 4, 2)]
        self.poly([*edge, (UNITS[0] + 2, UNITS[1]), (-2, UNITS[1])], fill)

    def waves_in(self, left: float, right: float, y: float, line: str) -> None:
        """Two waving lines between two sides."""
        for lower in (y, y + 14):
            steps = range(int(left), int(right))
            self.line([(x, lower + 1.2 * math.sin(x / 2)) for x in steps], line, 1.0)

    def grain(self, chance: random.Random, strength: int) -> None:
        """Noise, as a night plate has it."""
        small = Image.effect_noise((WIDTH // 2, HEIGHT // 2), strength)
        # The library's own noise is by chance; this one is the same every time.
        small.putdata(
            chance.choices(range(128 - strength, 128 + strength), k=small.width * small.height)
        )
        noise = small.resize(self.image.size, Image.Resampling.NEAREST).convert("RGB")
        self.image = Image.blend(self.image, noise, 0.22)
        self.draw = ImageDraw.Draw(self.image)

    def paste(self, other: Canvas, x: float, y: float, wide: float) -> None:
        """Another frame, made smaller."""
        high = wide * UNITS[1] / UNITS[0]
        size = round(wide * self.scale), round(high * self.scale)
        small = other.image.resize(size, Image.Resampling.BOX)
        left, top = self.at(x, y)
        self.image.paste(small, (round(left), round(top)))

    def finished(self) -> Image.Image:
        """The frame in the size it is kept in."""
        return self.image.reduce(FINER)

    def png(self) -> bytes:
        """The frame as a file."""
        file = io.BytesIO()
        colours = self.finished().quantize(
            128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        colours.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _width(self, width: float) -> int:
        return max(1, round(width * self.scale))
