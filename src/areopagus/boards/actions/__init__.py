"""What can be done on the boards. Each action locks, asks, writes in one transaction, announces."""

from areopagus.boards.actions.deciding import approve, change_held, reject, withdraw
from areopagus.boards.actions.drafts import Draft
from areopagus.boards.actions.editing import delete_post, edit_post
from areopagus.boards.actions.ghosting import give_to_ghost
from areopagus.boards.actions.holding import WaitsForApproval
from areopagus.boards.actions.merging import merge_topics, move_posts, split_posts
from areopagus.boards.actions.posting import reply, start_topic
from areopagus.boards.actions.reading import (
    read_everything,
    read_forum,
    undo_read_everything,
    undo_read_forum,
)
from areopagus.boards.actions.removing import remove_posts, restore_posts
from areopagus.boards.actions.subscribing import (
    change_subscriptions,
    subscribe_to_forum,
    subscribe_to_topic,
    unsubscribe_from_forum,
    unsubscribe_from_topic,
)
from areopagus.boards.actions.topics import (
    lock_topics,
    move_topics,
    pin_topics,
    pin_topics_everywhere,
    remove_topics,
    rename_topic,
    restore_topics,
    unlock_topics,
    unpin_topics,
)

__all__ = [
    "Draft",
    "WaitsForApproval",
    "approve",
    "change_held",
    "change_subscriptions",
    "delete_post",
    "edit_post",
    "give_to_ghost",
    "lock_topics",
    "merge_topics",
    "move_posts",
    "move_topics",
    "pin_topics",
    "pin_topics_everywhere",
    "read_everything",
    "read_forum",
    "reject",
    "remove_posts",
    "remove_topics",
    "rename_topic",
    "reply",
    "restore_posts",
    "restore_topics",
    "split_posts",
    "start_topic",
    "subscribe_to_forum",
    "subscribe_to_topic",
    "undo_read_everything",
    "undo_read_forum",
    "unlock_topics",
    "unpin_topics",
    "unsubscribe_from_forum",
    "unsubscribe_from_topic",
    "withdraw",
]
