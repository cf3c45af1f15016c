"""The kinds of deeds that staff do to members: their names, their sentences, their undoing."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

APPROVED = kind("members.approve", "let in {member}", undo="They wait for approval again.")
REFUSED = kind("members.refuse", "refused {member}", undo="They wait for approval again.")
GROUP_CHANGED = kind(
    "members.group", "moved {member} to the group {group}", undo="They are in their former group."
)
BANNED = kind("members.ban", "banned {member}", undo="The ban is as it was before.")
BAN_LIFTED = kind("members.lift-ban", "lifted the ban of {member}", undo="They are banned again.")
SPAM_CLEANED = kind(
    "members.clean",
    "banned {member} and removed {posts}",
    undo="What they wrote is there again, and the ban is as it was before.",
)
