"""Stills, as their content says: checked in full, made small for pages, and marked for a reader.

The original is never changed. What is made of it holds no data about camera, place or person.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from clearslate.kit.errors import KitError

MOST_PIXELS = 80_000_000
PREVIEW_EDGE = 640
"""The longer edge of a preview, in pixels."""

PREVIEW_TYPE = "image/jpeg"

MARK_SIZE = 14
"""The height of the letters of a watermark, in pixels of the preview."""

MARK_ANGLE = 18
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_MOST_PROFILE = 16_384

#: A picture of the largest size takes a third of a gigabyte while it is read: one at a time.
_reading = threading.Lock()


class PictureError(KitError):
    """A file is no picture that can be shown; the message says why, and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture that was read whole: its type, its size as it is shown, and a small one."""

    media_type: str
    width: int
    height: int
    preview: bytes


def read_picture(file: IO[bytes]) -> Picture:
    """Read a PNG, JPEG or WebP whole, and make its preview.

    Raises `PictureError` for anything else, for more than `MOST_PIXELS`, and for damaged content.
    """
    file.seek(0)
    with _reading, warnings.catch_warnings():
        # What the library warns of is refused below by our own bound.
        warnings.simplefilter("ignore")
        try:
            with Image.open(file, formats=tuple(_TYPES)) as image:
                return _read(image)
        except PictureError:
            raise
        except UnidentifiedImageError:
            raise PictureError("This is no PNG, JPEG or WebP. Export it as one of them.") from None
        except Image.DecompressionBombError:
            raise _too_large() from None
        except Exception:  # hostile content makes decoders raise anything
            raise PictureError("The picture is damaged. Export it again.") from None


@dataclass(frozen=True)
class Piece:
    """A part of a line, and the font file that has its letters."""

    text: str
    font: Path


def watermarked(preview: IO[bytes], line: Sequence[Piece]) -> bytes:
    """A preview with a line of text across it, again and again, so that no part is without it.

    It is faint enough to judge the picture by, and stays readable on light and on dark.
    Raises `PictureError` for a preview that cannot be read.
    """
    try:
        with Image.open(preview, formats=("JPEG",)) as image:
            image.load()
            profile = image.info.get("icc_profile")
            marked = image.convert("RGBA")
    except Exception:  # a damaged file makes decoders raise anything
        raise PictureError("The picture is damaged. Attach it again.") from None
    marked.alpha_composite(_pattern(marked.size, _strip(line)))
    out = BytesIO()
    marked.convert("RGB").save(out, "JPEG", quality=82, icc_profile=profile)
    return out.getvalue()


def _strip(line: Sequence[Piece]) -> Image.Image:
    """The line once: white letters with a dark edge, on nothing."""
    fonts = [ImageFont.truetype(str(piece.font), MARK_SIZE) for piece in line]
    widths = [font.getlength(piece.text) for font, piece in zip(fonts, line, strict=True)]
    strip = Image.new("RGBA", (int(sum(widths)) + 2 * MARK_SIZE, MARK_SIZE * 2))
    draw = ImageDraw.Draw(strip)
    left = float(MARK_SIZE)
    for piece, font, width in zip(line, fonts, widths, strict=True):
        draw.text(
            (left, MARK_SIZE),
            piece.text,
            font=font,
            anchor="lm",
            fill=(255, 255, 255, 105),
            stroke_width=1,
            stroke_fill=(0, 0, 0, 65),
        )
        left += width
    return strip.rotate(MARK_ANGLE, expand=True, resample=Image.Resampling.BICUBIC)


def _pattern(size: tuple[int, int], strip: Image.Image) -> Image.Image:
    """The strip all over a picture, every other row moved by half of its width."""
    layer = Image.new("RGBA", size)
    step = max(strip.height * 3 // 4, MARK_SIZE * 4)
    for row, top in enumerate(range(-strip.height // 2, size[1], step)):
        start = -strip.width // 2 if row % 2 else -strip.width
        for left in range(start, size[0], strip.width):
            part = strip.crop((max(-left, 0), max(-top, 0), strip.width, strip.height))
            layer.alpha_composite(part, (max(left, 0), max(top, 0)))
    return layer


def _read(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    media_type = _TYPES[str(image.format)]
    image.load()
    turned = ImageOps.exif_transpose(image)
    return Picture(media_type, turned.width, turned.height, _preview(turned))


def _preview(image: Image.Image) -> bytes:
    small = image.copy()
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    if small.mode.startswith("I"):
        # Sixteen bits a pixel; converting would cut, not scale.
        small = small.convert("I").point(lambda value: value / 256).convert("L")
    if small.mode in ("P", "PA", "LA", "RGBA", "La", "RGBa"):
        clear = small.convert("RGBA")
        clear.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
        small = Image.new("RGB", clear.size, "white")
        small.paste(clear, mask=clear.getchannel("A"))
    else:
        small = small.convert("RGB")
        small.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
    small.info = {}
    out = BytesIO()
    kept = profile if isinstance(profile, bytes) and len(profile) <= _MOST_PROFILE else None
    small.save(out, "JPEG", quality=82, optimize=True, icc_profile=kept)
    return out.getvalue()


def _too_large() -> PictureError:
    most = MOST_PIXELS // 1_000_000
    return PictureError(f"The picture has more than {most} million pixels. Make it smaller.")
