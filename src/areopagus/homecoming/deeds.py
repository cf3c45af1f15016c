"""The kinds of deeds of claiming."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

CLAIMED = kind(
    "ghosts.claim",
    "claimed what {ghost} wrote: {posts}, {proof}",
    undo="The posts are a ghost's again.",
)
LET_GO = kind(
    "ghosts.let-go",
    "gave back what {ghost} wrote",
    undo="The posts are the member's again.",
)
