"""What a process that only renders knows: markup, and where members live. Not Django, no database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from areopagus import markup
from areopagus.accounts.names import key_of

# As in boards.links: a post that calls out more people than this is not writing to them.
MOST_MENTIONS = 20
# A post's source, and whether its smilies become pictures.
Text = tuple[str, bool]


class OldBoard(Protocol):
    """Whoever knows where links to the old board lead now. Other processes get a copy."""

    def new_address(self, url: str) -> str: ...


class MemberLinks(markup.PlainLinks):
    """The links of one post. `addresses` leads from a name's key to the member's page."""

    addresses: ClassVar[Mapping[str, str]] = {}
    old_board: ClassVar[OldBoard | None] = None

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def member(self, name: str) -> str | None:
        key = key_of(name)
        self._asked.add(key)
        return self.addresses.get(key) if len(self._asked) <= MOST_MENTIONS else None

    def rewrite(self, url: str) -> str:
        return self.old_board.new_address(url) if self.old_board else url


class _Way:
    dialect = markup.Dialect.BBCODE
    features: ClassVar[Mapping[bool, markup.Features]] = {}


def begin(
    dialect: str,
    features: Mapping[bool, markup.Features],
    addresses: Mapping[str, str],
    old_board: OldBoard | None = None,
) -> None:
    """Says once for this process how posts are rendered; `features` with and without smilies."""
    _Way.dialect = markup.Dialect(dialect)
    _Way.features = features
    MemberLinks.addresses = addresses
    MemberLinks.old_board = old_board


def begin_apart(
    dialect: str,
    features: Mapping[bool, markup.Features],
    addresses: Mapping[str, str],
    old_board: OldBoard | None = None,
) -> None:
    """The same for a process of a pool, which ends with its parent, however that one ends."""
    # Ctrl-C reaches every process of a terminal; only the parent has something to say about it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(dialect, features, addresses, old_board)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def render(texts: Sequence[Text]) -> list[str]:
    return [
        markup.render(source, _Way.dialect, MemberLinks(), _Way.features[with_smilies]).html
        for source, with_smilies in texts
    ]
