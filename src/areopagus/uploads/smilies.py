"""The smilies that only this board has, for whoever renders what people write. See decision 0017."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from areopagus.core.remembered import Remembered
from areopagus.markup import OwnSmiley
from areopagus.uploads import pictures
from areopagus.uploads.models import Smiley

FOLDER = "smilies"
# Pixels at the longest side: twice what a line of text has room for.
LARGEST = 128


def own_smilies() -> tuple[OwnSmiley, ...]:
    """Those that are not switched off, in their order."""
    return _remembered.get()


def keep(file: File[Any]) -> str:
    """Stores the picture made small; answers its path below media/. Refused says what is wrong with it."""
    encoded = pictures.encoded_anew(file, LARGEST)
    path = f"{FOLDER}/{hashlib.sha256(encoded).hexdigest()[:32]}.webp"
    if not default_storage.exists(path):
        pictures.store(path, encoded)
    return path


def _read() -> tuple[OwnSmiley, ...]:
    rows = Smiley.objects.filter(off_at=None).values_list("code", "name", "picture")
    return tuple(OwnSmiley(code, name, f"/media/{picture}") for code, name, picture in rows)


_remembered = Remembered("smilies", _read)
forget = _remembered.forget
