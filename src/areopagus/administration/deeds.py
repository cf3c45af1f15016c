"""The kinds of deeds of this room: their names, their sentences, their undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_noop

from areopagus.accounts.actors import Actor
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind, kind
from areopagus.core.ledger.recording import Deed

# What concerns the board as a whole is shown to administrators only, and so is its undoing.
BOARD = 1


@contextmanager
def administering(actor: Actor, kind_: Kind, reason: str = "", **details: Any) -> Iterator[Deed]:
    with recording.batch(actor, kind_, reason) as deed:
        deed.details = details
        deed.concerns(board=[BOARD])
        yield deed


# What is done to members

APPROVED = kind("members.approve", "let in {member}", undo="They wait for approval again.")
REFUSED = kind("members.refuse", "refused {member}", undo="They wait for approval again.")
GROUP_CHANGED = kind(
    "members.group",
    "moved {member} to the group {group}",
    undo="They are in their former group.",
    tells=gettext_noop("You were moved to another group."),
)
BANNED = kind(
    "members.ban",
    "banned {member}{also}",
    undo="The ban is as it was before; what was turned away along with them is let in again.",
    tells=gettext_noop("You were banned."),
    power="may_ban_members",
)
BAN_LIFTED = kind(
    "members.lift-ban",
    "lifted the ban of {member}{also}",
    undo="They are banned again, and what was turned away along with them.",
    power="may_ban_members",
)
SPAM_CLEANED = kind(
    "members.clean",
    "banned {member} and removed {posts}",
    undo="What they wrote is there again, and each ban is as it was before.",
    tells=gettext_noop("You were banned, and what you wrote was removed as spam."),
    power="may_ban_members",
)
# To many at once.
MANY_MOVED = kind(
    "members.group-many",
    "moved {members} to the group {group}",
    undo="Each is in their former group.",
    tells=gettext_noop("You were moved to another group."),
)
MANY_BANNED = kind(
    "members.ban-many",
    "banned {members}",
    undo="Each ban is as it was before.",
    tells=gettext_noop("You were banned."),
)
MANY_LIFTED = kind(
    "members.lift-bans", "lifted the bans of {members}", undo="They are banned again."
)
MANY_RESTED = kind("members.rest", "set {members} to rest", undo="They are awake again.")
MANY_WOKEN = kind("members.wake", "woke {members}", undo="They are at rest again.")
MANY_HIDDEN = kind(
    "members.hide-posts",
    "removed {posts} by {members}",
    undo="What they wrote is there again.",
    tells=gettext_noop("What you wrote was removed."),
)

# Categories and forums
CATEGORY_ADDED = kind(
    "categories.add", "added the category “{category}”", undo="The category is gone again."
)
CATEGORY_RENAMED = kind(
    "categories.rename",
    "renamed the category “{old}” to “{category}”",
    undo="It has its former name again.",
)
CATEGORY_REMOVED = kind(
    "categories.remove", "removed the category “{category}”", undo="The category is there again."
)
FORUM_ADDED = kind("forums.add", "added the forum “{forum}”", undo="The forum is gone again.")
FORUM_CHANGED = kind(
    "forums.change",
    "changed the forum “{forum}”",
    undo="The forum is as it was, and where it stood.",
)
FORUM_REMOVED = kind(
    "forums.remove",
    "removed the forum “{forum}”",
    undo="The forum is there again, with its permissions, moderators and subscriptions.",
)
FORUMS_ARRANGED = kind(
    "forums.arrange",
    "put categories and forums into another order",
    undo="They stand in their former order again.",
)
FORUM_EMPTIED = kind(
    "forums.empty",
    "moved all that stood in “{forum}” ({topics}) to “{target}”",
    undo="The topics stand in their former forum again.",
)
RIGHTS_SET = kind(
    "forums.rights",
    "changed what {groups} may do in “{forum}”",
    undo="They may again what they might before.",
)
RIGHTS_OF_GROUP_SET = kind(
    "forums.rights-of-group",
    "changed what {group} may do in {forums}",
    undo="They may again what they might before.",
)
MODERATOR_APPOINTED = kind(
    "forums.appoint",
    "made {member} a moderator of “{forum}”",
    undo="They moderate this forum no longer.",
)
MODERATOR_DISMISSED = kind(
    "forums.dismiss",
    "took “{forum}” from {member} as its moderator",
    undo="They moderate this forum again.",
)

# Groups
GROUP_ADDED = kind(
    "groups.add", "added the group {group}, a copy of {like}", undo="The group is gone again."
)
GROUP_ALTERED = kind(
    "groups.change",
    "changed the group {group}{promoted}",
    undo="The group is as it was; whoever was promoted by it at once is in their former group.",
)
GROUP_REMOVED = kind(
    "groups.remove",
    "removed the group {group} and moved {members} to {target}",
    undo="The group is there again, with its members and its permissions in forums.",
)

# Invitations and options
INVITED = kind("invitations.make", "made an invitation{note}", undo="The invitation is gone.")
INVITATION_WITHDRAWN = kind(
    "invitations.withdraw", "withdrew an invitation{note}", undo="It can be used again."
)
SMILEY_ADDED = kind("smilies.add", "added the smiley {code}", undo="Its code is text again.")
SMILEY_CHANGED = kind(
    "smilies.change", "changed the smiley {code}", undo="It is as it was, in posts too."
)
SMILEY_SWITCHED_OFF = kind(
    "smilies.off", "switched off the smiley {code}", undo="It is a picture again."
)
SMILEY_SWITCHED_ON = kind(
    "smilies.on", "switched on the smiley {code}", undo="Its code is text again."
)
OPTIONS_CHANGED = kind(
    "options.change",
    "changed {options}",
    undo="They have their former values again, everywhere at once.",
)
