"""What an administrator has set, on either board."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from areopagus.boards.options import WORDS
from areopagus.boards.tasks import show_words_anew
from areopagus.core.models import OptionValue
from areopagus.importers.fluxbb import options as own
from areopagus.importers.fluxbb.deltas.findings import shown
from areopagus.importers.fluxbb.deltas.merging import CHANGED_ON_BOTH, Merge
from areopagus.importers.fluxbb.deltas.shadow import ALIAS
from areopagus.importers.fluxbb.prints import print_of
from areopagus.importers.models import KeptRow

KIND = "config"


def keep_options(using: str = "default") -> None:
    KeptRow.objects.filter(kind=KIND).delete()
    KeptRow.objects.bulk_create(
        KeptRow(kind=KIND, first=_number(key), print=print_of((value,)))
        for key, value in _values(using).items()
    )


def merge_options(merge: Merge) -> None:
    there, here = _values(ALIAS), _values("default")
    kept = {row.first: bytes(row.print) for row in KeptRow.objects.filter(kind=KIND)}
    sums = merge.findings.sums[KIND]
    for key in sorted((there.keys() | here.keys()) - {own.OLD_ADDRESSES.key}):
        theirs, mine = there.get(key), here.get(key)
        before, was = kept.get(_number(key)), _print(theirs)
        if was == before:
            sums.unchanged += theirs is not None
        elif theirs == mine:
            sums.unchanged += 1
        elif _print(mine) == before:
            sums.changed += 1
            _write(key, theirs)
        else:
            merge.conflict(
                KIND, (_number(key),), key, "value", here=shown(mine), there=shown(theirs),
                why=CHANGED_ON_BOTH,
            )  # fmt: skip
    # Addresses that once led to the old board do so for ever.
    own.add_old_addresses(str(there.get(own.OLD_ADDRESSES.key, "")).split())
    _show_words(str(here.get(WORDS.key, "")), str(_values("default").get(WORDS.key, "")))
    keep_options(ALIAS)


def _show_words(was: str, is_: str) -> None:
    """Also in posts that come along now: they are rendered without the list."""
    if was or is_:
        show_words_anew.enqueue([was, is_])


def _values(using: str) -> dict[str, Any]:
    return dict(OptionValue.objects.using(using).values_list("key", "value"))


def _write(key: str, value: Any) -> None:
    if value is None:
        OptionValue.objects.filter(key=key).delete()
    else:
        OptionValue.objects.update_or_create(key=key, defaults={"value": value})


def _print(value: Any) -> bytes | None:
    return None if value is None else print_of((value,))


def _number(key: str) -> int:
    """Options have names, and what is kept has numbers."""
    return int.from_bytes(blake2b(key.encode(), digest_size=7).digest(), "big")
