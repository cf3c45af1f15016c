"""The nouns of this room."""

from areopagus.boards.models.access import ForumModerator, ForumPermission
from areopagus.boards.models.forum import Category, Forum
from areopagus.boards.models.ghost import Ghost
from areopagus.boards.models.held import HeldWriting
from areopagus.boards.models.post import Departure, Post, PostRevision
from areopagus.boards.models.reading import ReadMark
from areopagus.boards.models.subscription import ForumSubscription, Level, TopicSubscription
from areopagus.boards.models.topic import Topic

__all__ = [
    "Category",
    "Departure",
    "Forum",
    "ForumModerator",
    "ForumPermission",
    "ForumSubscription",
    "Ghost",
    "HeldWriting",
    "Level",
    "Post",
    "PostRevision",
    "ReadMark",
    "Topic",
    "TopicSubscription",
]
