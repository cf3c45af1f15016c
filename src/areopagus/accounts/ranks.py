"""Ranks: titles by number of posts, as FluxBB had them, for whoever has no other title."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from areopagus.accounts.options import RANKS
from areopagus.core.options import makes_sense

LONGEST, MOST_POSTS = 50, 2_000_000_000
Rank = tuple[int, str]


def rank_of(post_count: int) -> str:
    """The title of the highest rank they have reached; "" when there is none."""
    ranks = read_ranks(RANKS.get())
    at = bisect_right(ranks, post_count, key=_posts)
    return ranks[at - 1][1] if at else ""


@lru_cache(maxsize=8)
def read_ranks(text: str) -> tuple[Rank, ...]:
    """From the lowest up. ValueError says in a sentence which line makes no sense."""
    found: dict[int, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _, title = line.partition(" ")
        if not (number.isascii() and number.isdigit() and int(number[:12]) <= MOST_POSTS):
            raise ValueError(f"A rank begins with its number of posts: “{line[:LONGEST]}” does not")
        if not 0 < len(title.strip()) <= LONGEST:
            raise ValueError(
                f"A rank has a title of at most {LONGEST} characters: “{line[:LONGEST]}”"
            )
        if int(number) in found:
            raise ValueError(f"Two ranks begin with {number} posts")
        found[int(number)] = title.strip()
    return tuple(sorted(found.items()))


def written(ranks: list[Rank]) -> str:
    """As the option holds them."""
    return "\n".join(f"{posts} {title}" for posts, title in sorted(ranks))


@makes_sense
def _can_be_read() -> None:
    read_ranks(RANKS.get())


def _posts(rank: Rank) -> int:
    return rank[0]
