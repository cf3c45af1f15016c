"""Who is told about answers, to which topics and in which forums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from areopagus.accounts.models import User
from areopagus.boards.models import ForumSubscription, TopicSubscription
from areopagus.importers.fluxbb.verification.boards import ROWS_AT_A_TIME, Boards, in_order
from areopagus.importers.fluxbb.verification.since import STAYS
from areopagus.importers.fluxbb.verification.tally import Tally

# Up to 1.4.2 they were called "subscriptions"; a half-finished upgrade has both.
OF_TOPICS = """
SELECT user_id, topic_id, COUNT(*) FROM
  (SELECT user_id, topic_id FROM topic_subscriptions
   UNION ALL SELECT user_id, topic_id FROM subscriptions)
WHERE user_id BETWEEN ? AND ? GROUP BY user_id, topic_id
"""
OF_FORUMS = """
SELECT user_id, forum_id, COUNT(*) FROM forum_subscriptions
WHERE user_id BETWEEN ? AND ? GROUP BY user_id, forum_id
"""
ENDED = "the member has signed in here since, and may have ended it"
TWICE = "it stood twice"
MEMBER_GONE = "the member is missing"
# From what is subscribed to, to why such a subscription cannot be here; None when it can.
Obstacle = Callable[[int | None], str | None]


def compare_subscriptions(boards: Boards, tally: Tally) -> None:
    old = boards.old
    topics = _Subscriptions(boards, tally, "topic_subscriptions", _obstacle_of_topic(boards))
    topics.compare(OF_TOPICS, TopicSubscription.objects.values_list("user_id", "topic_id"))
    forums = _Subscriptions(
        boards,
        tally,
        "forum_subscriptions",
        lambda forum: None if forum in old.forums else "the forum is missing",
    )
    forums.compare(OF_FORUMS, ForumSubscription.objects.values_list("user_id", "forum_id"))


def _obstacle_of_topic(boards: Boards) -> Obstacle:
    def obstacle(topic: int | None) -> str | None:
        found = boards.old.db.execute("SELECT home, is_stub FROM home WHERE id = ?", (topic,))
        row = found.fetchone()
        if row is None:
            # For a topic that was made anew it may have come along.
            return None if topic in boards.found_again else "the topic is missing"
        return "nothing is ever written in a stub" if row[1] else None

    return obstacle


@dataclass(frozen=True, slots=True)
class _Subscriptions:
    boards: Boards
    tally: Tally
    kind: str
    obstacle: Obstacle

    def compare(self, statement: str, rows: Any) -> None:
        db, last = self.boards.old.db, -(2**53)
        self.tally.of(self.kind)
        for members in _some_at_a_time():
            first, last = last + 1, members[-1][0]
            signed_in = {pk for pk, has_signed_in in members if has_signed_in}
            here = set(rows.filter(user_id__gte=first, user_id__lte=last))
            for user, target, times in db.execute(statement, (first, last)):
                self.tally.left_out(self.kind, TWICE, times - 1)
                self._judge((user, target), (user, target) in here, user in signed_in)
                here.discard((user, target))
            for pair in here:
                self._judge_new(pair, pair[0] in signed_in)
            self.boards.progress.say(self.kind)
        gone = sum(row[2] for row in db.execute(statement, (last + 1, 2**53)))
        self.tally.left_out(self.kind, MEMBER_GONE, gone)

    def _judge(self, pair: tuple[int, int], is_here: bool, has_signed_in: bool) -> None:
        reason = self.obstacle(pair[1]) if pair[0] in self.boards.old.members else MEMBER_GONE
        if is_here:
            self.tally.equal(self.kind, 1)
        elif reason is not None:
            self.tally.left_out(self.kind, reason)
        elif has_signed_in:
            self.tally.left_out(self.kind, ENDED)
        else:
            self.tally.missing(self.kind, self._name(pair))

    def _judge_new(self, pair: tuple[int, int], has_signed_in: bool) -> None:
        """Only who has signed in can have subscribed to anything here."""
        if self.boards.since.is_gone("users", pair[0]):
            self.tally.left_out(self.kind, STAYS)
        elif has_signed_in:
            self.tally.new(self.kind)
        else:
            self.tally.intruder(self.kind, self._name(pair))

    def _name(self, pair: tuple[int, int]) -> str:
        return f"{self.kind} of member {pair[0]} to {pair[1]}"


def _some_at_a_time() -> Iterator[list[tuple[int, bool]]]:
    some: list[tuple[int, bool]] = []
    for row in in_order(User.objects.all(), "last_login"):
        some.append((row["id"], row["last_login"] is not None))
        if len(some) == ROWS_AT_A_TIME:
            yield some
            some = []
    if some:
        yield some
