"""Pictures: whatever was sent is decoded, turned upright, fitted, and encoded anew.

What is kept is our own WebP, so no metadata, no hidden archive and no script survives. Of a picture
that moves only the first frame is kept: what goes on moving is a torment to some.
"""

from __future__ import annotations

import logging
import secrets
import threading
import warnings
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import ExifTags, Image, UnidentifiedImageError

from areopagus.core.verdict import Refused

# Decoders beyond these four are never asked: each is a way in.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MOST_BYTES = 5_000_000
# Asked before decoding. A small file can claim to be a picture of a terabyte.
MOST_PIXELS = 40_000_000
# A JPEG that builds up has about ten. Each is a way through all pixels, and sixty bytes can ask for one.
START_OF_SCAN, MOST_SCANS = b"\xff\xda", 150
# By the number a camera writes into its notes.
TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Forty million pixels are 160 MB, so there are those of one picture at a time in each process.
PATIENCE_SECONDS = 5.0
_turn = threading.Lock()

logger = logging.getLogger(__name__)


def encoded_anew(file: File[Any], size: int, most_bytes: int = MOST_BYTES) -> bytes:
    """The picture fitted into a square of `size` pixels, as WebP. Refused says what is wrong with it."""
    if (file.size or 0) > most_bytes:
        raise Refused(f"The file may have {most_bytes // 1_000_000} megabytes; this one is larger.")
    if not _turn.acquire(timeout=PATIENCE_SECONDS):
        raise Refused("The board is busy with other pictures; please send yours once more.")
    try:
        return _encode(_decode(file, size), size)
    except UnidentifiedImageError as error:
        raise Refused("This is no JPEG, PNG, GIF or WebP picture.") from error
    except Image.DecompressionBombError as error:
        raise Refused("The picture has far too many pixels; please send a smaller one.") from error
    except Refused:
        raise
    except Exception as error:
        # Decoders trip over broken files in many ways: struct.error, TypeError, MemoryError.
        logger.info("A picture could not be read", exc_info=True)
        raise Refused("The picture is damaged and cannot be read.") from error
    finally:
        _turn.release()


def store(path: str, encoded: bytes) -> None:
    """Under `path` below media/; whole or not at all, even when the machine is switched off."""
    # Half a picture under its last name would be taken for the whole one for ever.
    unfinished = f"{path}.{secrets.token_hex(4)}"
    try:
        default_storage.save(unfinished, ContentFile(encoded))
        Path(default_storage.path(unfinished)).replace(default_storage.path(path))
    except OSError:
        default_storage.delete(unfinished)
        raise


def _decode(file: IO[bytes], size: int) -> Image.Image:
    with warnings.catch_warnings():
        # Pillow warns of many pixels and refuses very many; in between we count ourselves.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(file, formats=FORMATS)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refused(f"The picture has {width} × {height} pixels; please send a smaller one.")
        if picture.format in {"JPEG", "MPO"} and _scans_in(file) > MOST_SCANS:
            raise Refused("The picture is built up in far too many steps; please save it anew.")
        # A photograph is decoded at about the size it is needed in, with a tenth of the memory.
        picture.draft("RGB", (2 * size, 2 * size))
        picture.load()
    return picture


def _scans_in(file: IO[bytes]) -> int:
    """Rather too many: these two bytes may also stand in notes, or behind the picture."""
    at = file.tell()
    file.seek(0)
    found = file.read().count(START_OF_SCAN)
    file.seek(at)
    return found


def _encode(picture: Image.Image, size: int) -> bytes:
    turn = _turn_of(picture)
    colours = picture if picture.mode in {"RGB", "RGBA"} else picture.convert("RGBA")
    width, height = colours.size
    # Smaller ones stay as they are: enlarged here they would only be blurred.
    scale = min(1.0, size / max(width, height))
    fitted = colours.resize(
        (max(1, round(width * scale)), max(1, round(height * scale))),
        Image.Resampling.LANCZOS,
        reducing_gap=2.0,
    )
    upright = fitted.transpose(turn) if turn is not None else fitted
    out = BytesIO()
    upright.save(out, "WEBP", quality=85, exif=b"", icc_profile=None)
    return out.getvalue()


def _turn_of(picture: Image.Image) -> Image.Transpose | None:
    """How the camera was held. A picture with broken notes is a picture still."""
    try:
        return TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except Exception:  # noqa: BLE001 - struct.error, SyntaxError, TypeError and more.
        return None
