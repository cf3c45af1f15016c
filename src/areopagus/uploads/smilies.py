"""The smilies that only this board has, for whoever renders what people write."""

from __future__ import annotations

from areopagus.core.remembered import Remembered
from areopagus.markup import OwnSmiley
from areopagus.uploads.models import Smiley


def own_smilies() -> tuple[OwnSmiley, ...]:
    return _remembered.get()


def _read() -> tuple[OwnSmiley, ...]:
    rows = Smiley.objects.values_list("code", "name", "picture")
    return tuple(OwnSmiley(code, name, f"/media/{picture}") for code, name, picture in rows)


_remembered = Remembered("smilies", _read)
forget = _remembered.forget
