"""What happens on the boards, in the past tense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from areopagus.core.events import OnlyAdds


def changed_places(topic_id: int, forum_id: int) -> tuple[str, ...]:
    """The keys of what shows this topic: its own pages, and the lists it stands in."""
    return f"topic:{topic_id}", f"forum:{forum_id}"


@dataclass(frozen=True, slots=True)
class TopicStarted(OnlyAdds):
    topic_id: int
    forum_id: int
    post_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return changed_places(self.topic_id, self.forum_id)


@dataclass(frozen=True, slots=True)
class _PostEvent:
    post_id: int
    topic_id: int
    forum_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return changed_places(self.topic_id, self.forum_id)


class PostPublished(_PostEvent, OnlyAdds):
    """Also announced for the first post of a new topic."""


class PostEdited(_PostEvent):
    pass


class PostRemoved(_PostEvent):
    pass


@dataclass(frozen=True, slots=True)
class PostsRewritten:
    """By the board itself and not by an edit: somebody in them is called otherwise now."""

    post_ids: tuple[int, ...]
    topic_ids: tuple[int, ...]
    forum_ids: tuple[int, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        topics = tuple(f"topic:{topic_id}" for topic_id in self.topic_ids)
        return topics + tuple(f"forum:{forum_id}" for forum_id in self.forum_ids)


@dataclass(frozen=True, slots=True)
class TopicRenamed:
    """`forum_ids` are of the topic and of the stubs that lead to it, which have its title too."""

    topic_id: int
    forum_ids: tuple[int, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"topic:{self.topic_id}", *(f"forum:{forum_id}" for forum_id in self.forum_ids))


@dataclass(frozen=True, slots=True)
class TopicRemoved:
    topic_id: int
    forum_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return changed_places(self.topic_id, self.forum_id)


@dataclass(frozen=True, slots=True)
class TopicsRead:
    """`marks` say by member and topic up to which number; `at` is when they said so, or were here."""

    marks: Mapping[tuple[int, int], int]
    at: datetime

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that anybody else sees."""
        return ()


@dataclass(frozen=True, slots=True)
class EverythingRead:
    user_id: int
    at: datetime

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that anybody else sees."""
        return ()


@dataclass(frozen=True, slots=True)
class ReadingTakenBack:
    """What the member called read at that moment, a forum or everything, is as it was."""

    user_id: int
    at: datetime

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that anybody else sees."""
        return ()


@dataclass(frozen=True, slots=True)
class WritingFlagged:
    """It is published, and judges had something to say: `evidence`, a sentence each."""

    post_id: int
    evidence: tuple[str, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that everybody sees."""
        return ()


@dataclass(frozen=True, slots=True)
class _HeldEvent:
    held_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        """What it became is announced by itself."""
        return ()


class WritingHeld(_HeldEvent):
    """It waits for a moderator."""


class WritingApproved(_HeldEvent):
    pass


class WritingRejected(_HeldEvent):
    pass
