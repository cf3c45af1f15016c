"""Who answers whom and when on an invented board: posts in the order of time, and what they add up to.

Many topics are talked in at once, as on a board that has grown, so the posts of one page are spread
over the table. Memory grows with topics and members, not with posts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from invented import title

# Databases are given naive UTC here.
BEGAN = datetime(2008, 3, 1)  # noqa: DTZ001
TALKED_IN_AT_ONCE = 150
# Posts of the long topics: 200 pages of 25, and on large boards one of 5,000 pages.
LONG, VERY_LONG = 5_000, 125_000
SEED = 1957
A_DAY = 24 * 60 * 60

Post = tuple[int, int, int, int, str, int]


@dataclass(slots=True)
class Topic:
    topic_id: int
    forum_id: int
    author: int
    started_at: datetime
    title: str
    wanted: int
    is_long: bool
    first_post: int
    number: int = 0
    last_post: int = 0
    last_second: int = 0

    @property
    def last_at(self) -> datetime:
        return moment(self.last_second)


def moment(second: int) -> datetime:
    return BEGAN + timedelta(seconds=second)


class Conversation:
    """What `posts` says; its counters are true once it has been read to the end.

    Members and forums are numbered from 1.
    """

    def __init__(self, posts: int, members: int, forums: int, now: datetime) -> None:
        self._count, self._forums = posts, forums
        self._seconds = (now - BEGAN).total_seconds()
        self._dice = Random(SEED)
        self._talkers = _talkers(members)
        self._long = self._long_topics()
        self.topics: list[Topic] = []
        self.posts_of = array("q", [0]) * (members + 1)
        self._last_second_of = array("q", [0]) * (members + 1)

    def posts(self, texts: int) -> Iterator[Post]:
        """(id, topic, number within it, author, moment, which of so many texts)."""
        chance, talkers, members = self._dice.random, self._talkers, len(self._talkers)
        posts_of, last_second_of = self.posts_of, self._last_second_of
        step, days, clock = self._seconds / (self._count + 1), self._days(), _clock()
        active: list[Topic | None] = [None] * TALKED_IN_AT_ONCE
        long = self._long
        for post_id in range(1, self._count + 1):
            second = int(step * post_id)
            author = talkers[int(chance() * members)]
            slot, length = int(chance() * (TALKED_IN_AT_ONCE - len(long))), 0
            for every, place, wanted in long:
                if post_id % every == place:
                    slot, length = place - len(long), wanted
            topic = active[slot]
            if topic is None or topic.number == topic.wanted:
                topic = active[slot] = self._open(post_id, author, second, length)
            topic.number += 1
            topic.last_post, topic.last_second = post_id, second
            posts_of[author] += 1
            last_second_of[author] = second
            # Put together from two lists: most of a board's rows carry a moment.
            at = days[second // A_DAY] + clock[second % A_DAY]
            yield post_id, topic.topic_id, topic.number, author, at, int(chance() * texts)

    def last_at_of(self, member: int) -> datetime | None:
        return moment(self._last_second_of[member]) if self.posts_of[member] else None

    @property
    def long_topics(self) -> list[Topic]:
        """Those of thousands of posts, the longest last."""
        return sorted((one for one in self.topics if one.is_long), key=lambda one: one.number)

    def _days(self) -> list[str]:
        return [
            f"{BEGAN + timedelta(days=day):%Y-%m-%d}"
            for day in range(int(self._seconds) // A_DAY + 1)
        ]

    def _long_topics(self) -> list[tuple[int, int, int]]:
        """(every how many posts, at which remainder, how long); they run through all the years."""
        lengths = [VERY_LONG] if self._count >= 8 * VERY_LONG else []
        lengths.append(min(LONG, max(1, self._count // 10)))
        return [(self._count // length, place, length) for place, length in enumerate(lengths)]

    def _open(self, post_id: int, author: int, second: int, length: int) -> Topic:
        topic = Topic(
            topic_id=len(self.topics) + 1,
            forum_id=1 + int(self._dice.random() ** 2 * self._forums),
            author=author,
            started_at=moment(second),
            title=title(self._dice),
            wanted=length or self._length(),
            is_long=length > 0,
            first_post=post_id,
        )
        self.topics.append(topic)
        return topic

    def _length(self) -> int:
        """Most topics are short, one in six fills its first page of 25 exactly, a few are long."""
        kind = self._dice.random()
        if kind < 0.55:
            return self._dice.randint(1, 9)
        if kind < 0.72:
            return 25
        return min(1500, max(10, int(self._dice.lognormvariate(3.4, 0.9))))


def _clock() -> list[str]:
    """Every second of a day, as it follows the date."""
    return [
        f" {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(A_DAY)
    ]


def _talkers(members: int) -> array[int]:
    """Each member as often as they are talkative: a few write most."""
    talkers = array("l")
    for member in range(1, members + 1):
        talkers.extend([member] * max(1, 3 * members // (member + 5)))
    return talkers
