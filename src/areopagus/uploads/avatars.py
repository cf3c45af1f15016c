"""Avatars: whatever was sent is decoded, turned upright, fitted, and encoded anew.

What is kept is our own WebP, so no metadata, no hidden archive and no script survives. Its name is
the hash of its contents: the address never shows anything else and may be cached for ever.
"""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from areopagus.core.verdict import Refused

FOLDER = "avatars"
# Decoders beyond these four are never asked: each is a way in.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MOST_BYTES = 5_000_000
# Asked before decoding. A small file can claim to be a picture of a terabyte.
MOST_PIXELS = 40_000_000


def keep(file: UploadedFile[Any], size: int) -> str:
    """Stores the picture fitted into a square of `size` pixels; answers its path below media/."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(f"The file may have {MOST_BYTES // 1_000_000} megabytes; this one is larger.")
    encoded = _encode(_decode(file), size)
    path = f"{FOLDER}/{hashlib.sha256(encoded).hexdigest()[:32]}.webp"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(encoded))
    return path


def forget(path: str) -> None:
    default_storage.delete(path)


def _decode(file: IO[bytes]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of many pixels and refuses very many; in between we count ourselves.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise Refused(
                    f"The picture has {width} × {height} pixels; please send a smaller one."
                )
            picture.load()
    except UnidentifiedImageError as error:
        raise Refused("This is no JPEG, PNG, GIF or WebP picture.") from error
    except Image.DecompressionBombError as error:
        raise Refused("The picture has far too many pixels; please send a smaller one.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("The picture is damaged and cannot be read.") from error
    return picture


def _encode(picture: Image.Image, size: int) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    fitted = ImageOps.contain(upright, (size, size))
    out = BytesIO()
    fitted.save(out, "WEBP", quality=85, exif=b"", icc_profile=None)
    return out.getvalue()
