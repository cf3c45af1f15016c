"""What an import remembers about the old board, so that its old addresses lead to the right page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from areopagus.core.options import option
from areopagus.importers.fluxbb import old_links
from areopagus.importers.fluxbb.old_links import NoAddress, OldBoard
from areopagus.uploads import moved_pictures

OLD_POSTS_PER_PAGE = option(
    "importers.fluxbb.posts_per_page",
    25,
    "Posts that stood on a page of the old board; its old addresses count in such pages.",
    at_least=1,
    at_most=1000,
)
OLD_TOPICS_PER_PAGE = option(
    "importers.fluxbb.topics_per_page",
    30,
    "Topics that stood on a page of the old board; its old addresses count in such pages.",
    at_least=1,
    at_most=1000,
)
OLD_ADDRESSES = option(
    "importers.fluxbb.old_addresses",
    "",
    "Where the old board could be reached, with blanks between: http://example.org/forum. "
    "Links to it in posts that are written or edited from now on lead to the same thing here.",
)

OLD_AVATARS = option(
    "importers.fluxbb.avatars_folder",
    old_links.USUAL_AVATARS,
    "The folder that the old board kept avatars in; their old addresses lead to those of today.",
)


def old_board() -> OldBoard:
    return _old_board(OLD_ADDRESSES.get(), OLD_AVATARS.get(), moved_pictures.names())


def first_old_address() -> str:
    """The one under which feed readers know what they have seen; "" when none is known."""
    return next(iter(OLD_ADDRESSES.get().split()), "").rstrip("/")


def add_old_addresses(addresses: Iterable[str]) -> None:
    known = OLD_ADDRESSES.get().split()
    OLD_ADDRESSES.set(" ".join(dict.fromkeys([*known, *addresses])))


@lru_cache(maxsize=4)
def _old_board(said: str, avatars: str, pictures: frozenset[str]) -> OldBoard:
    """What an administrator typed wrongly is passed over."""
    board = old_links.old_board(address for address in said.split() if _is_right(address))
    return replace(board, avatars=avatars.strip("/"), pictures=pictures)


def _is_right(address: str) -> bool:
    try:
        old_links.old_board([address])
    except NoAddress:
        return False
    return True
