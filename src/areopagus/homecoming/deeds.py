"""The kinds of deeds of claiming."""

from __future__ import annotations

from django.utils.translation import gettext_noop

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
# What people decided. Both sides read it among the decisions about them, with the reason.
ACCEPTED = kind(
    "ghosts.accept",
    "found that {member} wrote as {ghost}: {posts}, {proof}",
    undo="The posts are a ghost's again, and the claim waits.",
    tells=gettext_noop("It was decided that posts without an account are a member's."),
)
UPHELD = kind(
    "ghosts.uphold",
    "agreed with {member} that {holder} did not write as {ghost}: {posts}",
    undo="The posts are shown as before, and the dispute waits.",
    tells=gettext_noop("It was decided whose posts without an account are not."),
)
REFUSED = kind(
    "ghosts.refuse",
    "did not find that {member} wrote as {ghost}",
    undo="The claim waits again.",
    tells=gettext_noop("A claim on posts without an account was refused."),
)
