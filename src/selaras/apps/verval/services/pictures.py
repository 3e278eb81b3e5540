"""Photos made harmless: decoded and encoded anew, so that nothing but the picture is left; what they told is kept beside them."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import math
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
_QUALITY = 80
_KINDS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept (JPEG), with place (degrees) and time of its taking as the phone noted them.

    `likeness`: difference hash of 64 bits as a signed number; photos that look alike differ in few bits (Krawetz 2013).
    """

    jpeg: bytes
    likeness: int
    lat: float | None = None
    lon: float | None = None
    taken_at: dt.datetime | None = None


def harmless(contents: bytes) -> Picture | None:
    """The photo, or None where it is none, is cut off, or would unpack to something enormous."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(contents), formats=_KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                lat, lon, taken_at = _told(opened)
                # JPEG is decoded at a fraction of its size where that is enough.
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning,
            OSError, ValueError, SyntaxError, ArithmeticError, TypeError, KeyError, IndexError):  # fmt: skip
        # Decoders of broken files raise whatever they stumble over.
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), likeness(upright), lat, lon, taken_at)


def likeness(picture: Image.Image) -> int:
    """The difference hash: whether each of 8 x 8 points is brighter than its neighbour on the right."""
    points = picture.convert("L").resize((9, 8), Image.Resampling.BILINEAR).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (points[row * 9 + column] > points[row * 9 + column + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def _told(picture: Image.Image) -> tuple[float | None, float | None, dt.datetime | None]:
    exif = picture.getexif()
    lat = lon = taken = None
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    with contextlib.suppress(TypeError, ValueError, ZeroDivisionError, KeyError):
        lat = _degrees(place[2], place[1] == "S")
        lon = _degrees(place[4], place[3] == "W")
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            lat = lon = None
    times = exif.get_ifd(ExifTags.IFD.Exif)
    with contextlib.suppress(TypeError, ValueError, KeyError):
        said = str(times[ExifTags.Base.DateTimeOriginal]) + str(times[ExifTags.Base.OffsetTimeOriginal])
        taken = dt.datetime.strptime(said, "%Y:%m:%d %H:%M:%S%z")
    return lat, lon, taken


def _degrees(parts: tuple[float, float, float], negative: bool) -> float:  # noqa: FBT001  a pair that belongs together
    value = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    if math.isnan(value):
        raise ValueError("not a number")
    return -value if negative else value
