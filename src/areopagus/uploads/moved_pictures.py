"""Pictures that came along with an old board. Their names are given by whoever brings them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from areopagus.uploads import pictures

FOLDER = "moved"
# As wide as the text of a post on a large screen, twice over.
LARGEST = 1600
# Photographs in old folders were never asked how large they are.
MOST_BYTES = 20_000_000


def keep(name: str, file: File[Any]) -> str:
    """Stores it under `name`, 32 hexadecimal digits; answers its path below media/.

    Refused says what is wrong with it. What has that name already is kept.
    """
    path = f"{FOLDER}/{name}.webp"
    if not default_storage.exists(path):
        pictures.store(path, pictures.encoded_anew(file, LARGEST, MOST_BYTES))
    return path


def path_of(name: str) -> str | None:
    """Its path below media/, None when there is none."""
    path = f"{FOLDER}/{name}.webp"
    return path if default_storage.exists(path) else None


def names() -> frozenset[str]:
    """Of all there are. Asked for every link that somebody writes, so the folder is read only when
    something has come into it.
    """
    folder = Path(default_storage.path(FOLDER))
    try:
        return _names(folder, folder.stat().st_mtime_ns)
    except FileNotFoundError:
        return frozenset()


def forget() -> None:
    """For whoever has just kept some: a clock may be too coarse to tell."""
    _names.cache_clear()


@lru_cache(maxsize=1)
def _names(folder: Path, _changed_at: int) -> frozenset[str]:
    return frozenset(path.stem for path in folder.glob("*.webp"))
