"""What can be done on the boards. Each action locks, asks, writes in one transaction, announces."""

from areopagus.boards.actions.drafts import Draft
from areopagus.boards.actions.editing import delete_post, edit_post
from areopagus.boards.actions.posting import reply, start_topic
from areopagus.boards.actions.subscribing import (
    subscribe_to_forum,
    subscribe_to_topic,
    unsubscribe_from_forum,
    unsubscribe_from_topic,
)

__all__ = [
    "Draft",
    "delete_post",
    "edit_post",
    "reply",
    "start_topic",
    "subscribe_to_forum",
    "subscribe_to_topic",
    "unsubscribe_from_forum",
    "unsubscribe_from_topic",
]
