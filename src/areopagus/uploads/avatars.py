"""Avatars. A name is the hash of its contents: the address never shows anything else."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from areopagus.uploads import pictures

FOLDER = "avatars"


def keep(file: File[Any], size: int) -> str:
    """Stores the picture fitted into a square of `size` pixels; answers its path below media/."""
    encoded = pictures.encoded_anew(file, size)
    path = f"{FOLDER}/{hashlib.sha256(encoded).hexdigest()[:32]}.webp"
    if not default_storage.exists(path):
        pictures.store(path, encoded)
    return path


def forget(path: str) -> None:
    default_storage.delete(path)
