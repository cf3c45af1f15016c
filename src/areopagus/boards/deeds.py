"""The kinds of deeds that moderators do on the boards: their names, their sentences, their undoing."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from areopagus.core.ledger.kinds import kind

TOPICS_LOCKED = kind(
    "topics.lock",
    "locked {topics}",
    undo="They take replies again.",
    tells=gettext_noop("A topic of yours was locked: nobody but moderators can add to it."),
)
TOPICS_UNLOCKED = kind("topics.unlock", "unlocked {topics}", undo="They are locked again.")
TOPICS_PINNED = kind("topics.pin", "pinned {topics}", undo="They stand among the others again.")
TOPICS_PINNED_EVERYWHERE = kind(
    "topics.pin-everywhere",
    "pinned {topics} in every forum",
    undo="They stand where they stood before, and in no other forum.",
)
TOPICS_UNPINNED = kind(
    "topics.unpin", "unpinned {topics}", undo="They stand above the others again."
)
TOPICS_REMOVED = kind(
    "topics.remove",
    "removed {topics}",
    undo="Readers find them again.",
    tells=gettext_noop("A topic of yours was removed."),
)
TOPICS_RESTORED = kind(
    "topics.restore",
    "restored {topics}",
    undo="They are removed again.",
    tells=gettext_noop("A topic of yours that was removed is there again."),
)
TOPIC_RENAMED = kind(
    "topics.rename",
    "renamed {old} to {new}",
    undo="It has its former title again.",
    tells=gettext_noop("A topic of yours was given another title."),
)
TOPICS_MOVED = kind(
    "topics.move",
    "moved {topics} to {forum}",
    undo="They stand in their former forum again.",
    tells=gettext_noop("A topic of yours was moved to another forum."),
)
TOPICS_MERGED = kind(
    "topics.merge",
    "merged {topics} into {target}",
    undo="Each stands by itself again, with its own posts and numbers.",
    tells=gettext_noop("A topic of yours was merged with another."),
)
STUBS_ENDED = kind(
    "stubs.end", "took {stubs} from the lists", undo="They stand in the lists again."
)
POSTS_REMOVED = kind(
    "posts.remove",
    "removed {posts}",
    undo="Readers find them again.",
    tells=gettext_noop("What you wrote was removed."),
)
POSTS_RESTORED = kind(
    "posts.restore",
    "restored {posts}",
    undo="They are removed again.",
    tells=gettext_noop("What you wrote, and was removed, is there again."),
)
POSTS_SPLIT = kind(
    "posts.split",
    "made a topic {topic} of {posts}",
    undo="The posts stand where they stood, and the topic made of them is gone.",
    tells=gettext_noop(
        "Some posts of a topic of yours, or posts you wrote, were made a topic of their own."
    ),
)
POSTS_MOVED = kind(
    "posts.move",
    "moved {posts} to {topic}",
    undo="They stand where they stood, with their former numbers.",
    tells=gettext_noop(
        "Some posts of a topic of yours, or posts you wrote, were moved to another topic."
    ),
)
POSTS_GIVEN_TO_GHOST = kind(
    "posts.ghost",
    "handed {posts} to the ghost author {ghost}",
    undo="They are their authors' again.",
)
WRITING_APPROVED = kind(
    "held.approve", "approved {writing}", undo="It is not shown any more and waits again."
)
WRITING_REJECTED = kind(
    "held.reject",
    "rejected {writing}",
    undo="It waits again.",
    tells=gettext_noop("What you sent in was not published."),
)
POST_EDITED = kind(
    "posts.edit",
    "edited {posts}",
    undo="The former text stands there again.",
    tells=gettext_noop("What you wrote was edited by staff."),
)
