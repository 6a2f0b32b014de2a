"""Stills, as their content says: checked in full, and made small for pages.

The original is never changed. What is made of it holds no data about camera, place or person.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from clearslate.kit.errors import KitError

MOST_PIXELS = 80_000_000
PREVIEW_EDGE = 640
"""The longer edge of a preview, in pixels."""

PREVIEW_TYPE = "image/jpeg"
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
