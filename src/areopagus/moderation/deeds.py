"""The kinds of deeds done to reports, and to who has no account."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from areopagus.boards import deeds
from areopagus.core.ledger.kinds import kind

CASE_CLAIMED = kind("reports.claim", "took over the reports of {post}", undo="Nobody has them.")
CASE_NOTED = kind("reports.note", "noted something about {post}", undo="The note is as it was.")
CASE_SETTLED = kind("reports.settle", "settled the reports of {post}", undo="They are open again.")
BAN_ADDED = kind("bans.add", "banned {ban}", undo="The ban is gone.", power="may_ban_members")
BAN_CHANGED = kind(
    "bans.change",
    "changed the ban of {ban}",
    undo="The ban is as it was before.",
    power="may_ban_members",
)
BAN_REMOVED = kind(
    "bans.remove",
    "lifted the ban of {ban}",
    undo="The ban is there again.",
    power="may_ban_members",
)

# What is decided about how members stand

WARNED = kind(
    "members.warn",
    "warned {member} ({points}){silenced}",
    undo="The warning is gone, and whatever came of its points.",
    tells=gettext_noop("You were warned."),
)
SILENCED = kind(
    "members.silence",
    "silenced {member}",
    undo="They may write as before.",
    tells=gettext_noop("You were silenced: you may read but not write."),
)
SILENCE_LIFTED = kind(
    "members.lift-silence", "let {member} write again", undo="They are silenced again."
)
NOTE_ADDED = kind("members.note", "made a note about {member}", undo="The note is gone.")
NOTE_REMOVED = kind(
    "members.remove-note", "took away a note about {member}", undo="The note is there again."
)
RENAMED = kind(
    "members.rename",
    "renamed {member} to {name}",
    undo="They have their former name again, sign in with it, and are told so by mail.",
    tells=gettext_noop("You were given another name."),
    power="may_rename_members",
)
PROFILE_EDITED = kind(
    "members.edit",
    "changed the profile of {member}",
    undo="The profile is as it was.",
    tells=gettext_noop("Your profile was changed."),
    power="may_edit_members",
)
PASSWORD_RESET = kind(
    "members.reset-password",
    "had {member} set a new password",
    undo="If they have not set a new one yet, their old password works again. Sessions that were ended stay ended.",
    tells=gettext_noop("You were asked to set a new password."),
    power="may_change_passwords",
)
PROMOTED = kind(
    "members.promote",
    "promoted {member} to the group {group}",
    undo="They are in their former group.",
    tells=gettext_noop("You were promoted to another group."),
    power="may_promote_members",
)
# They concern no forum, so all who moderate may see them; so they may what asks a power of their group.
ABOUT_MEMBERS = tuple(
    kind.name for kind in (WARNED, SILENCED, SILENCE_LIFTED, NOTE_ADDED, NOTE_REMOVED)
)
APPEAL_ANSWERED = kind(
    "appeals.answer", "answered the appeal of {member}: {outcome}", undo="The appeal waits again."
)
# What the public log tells, in words that name nobody and repeat no title. What is not here is never told:
# what concerns members, what was never published, whose name was taken off.
PUBLISHED = {
    deeds.TOPICS_LOCKED.name: "locked",
    deeds.TOPICS_UNLOCKED.name: "unlocked",
    deeds.TOPICS_PINNED.name: "pinned",
    deeds.TOPICS_PINNED_EVERYWHERE.name: "pinned in every forum",
    deeds.TOPICS_UNPINNED.name: "unpinned",
    deeds.TOPICS_REMOVED.name: "removed",
    deeds.TOPICS_RESTORED.name: "restored",
    deeds.TOPIC_RENAMED.name: "renamed",
    deeds.TOPICS_MOVED.name: "moved",
    deeds.TOPICS_MERGED.name: "merged",
    deeds.POSTS_REMOVED.name: "removed posts from",
    deeds.POSTS_RESTORED.name: "restored posts of",
    deeds.POSTS_SPLIT.name: "split",
    deeds.POSTS_MOVED.name: "moved posts between",
    deeds.POST_EDITED.name: "edited a post of",
}
