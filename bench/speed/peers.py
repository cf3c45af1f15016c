"""Other forums, measured on 2026-11-23: another machine and another run than any of ours, so ratios only.

wrk with eight connections, ten seconds, the middle one of three, after warming up; boards of the same size (500
members, 2,000 topics, 50,000 posts of about 600 characters, 25 posts a page) in MariaDB 10.11, behind nginx with
PHP-FPM 8.2 and opcache. The limit is nginx sending the HTML of their topic page from a file, in that run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """Requests a second by page and visitor; `limit` is nginx's in the same run."""

    name: str
    limit: float
    guest: dict[str, float]
    member: dict[str, float]
    replies: float


PEERS = (
    Peer(
        "FluxBB",
        68_866,
        {
            "index": 810,
            "forum": 977,
            "topic": 458,
            "long topic, page 1": 488,
            "long topic, last": 386,
        },
        {
            "index": 643,
            "forum": 899,
            "topic": 334,
            "long topic, page 1": 318,
            "long topic, last": 252,
        },
        679,
    ),
    Peer(
        "MyBB",
        33_860,
        {
            "index": 287,
            "forum": 245,
            "topic": 122,
            "long topic, page 1": 60,
            "long topic, last": 66,
        },
        {
            "index": 439,
            "forum": 264,
            "topic": 123,
            "long topic, page 1": 57,
            "long topic, last": 55,
        },
        167,
    ),
    Peer(
        "SMF",
        35_850,
        {
            "index": 243,
            "forum": 210,
            "topic": 136,
            "long topic, page 1": 152,
            "long topic, last": 159,
        },
        {
            "index": 240,
            "forum": 183,
            "topic": 132,
            "long topic, page 1": 141,
            "long topic, last": 128,
        },
        209,
    ),
)
PAGES = {
    "index": "index",
    "forum": "forum",
    "topic": "topic, 25 posts",
    "long topic, page 1": "topic of 5,000 posts, first page",
    "long topic, last": "topic of 5,000 posts, last page",
}
FLUXBB = PEERS[0]
