"""What happens on the boards, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicStarted:
    topic_id: int
    forum_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class PostPublished:
    """Also announced for the first post of a new topic."""

    post_id: int
    topic_id: int
    forum_id: int


@dataclass(frozen=True, slots=True)
class PostEdited:
    post_id: int
    topic_id: int
    forum_id: int


@dataclass(frozen=True, slots=True)
class PostRemoved:
    post_id: int
    topic_id: int
    forum_id: int


@dataclass(frozen=True, slots=True)
class TopicRemoved:
    topic_id: int
    forum_id: int
