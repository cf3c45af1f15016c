"""What a member has not read yet."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.boards import permissions, reading_marks
from areopagus.boards.models import Post
from areopagus.boards.pages.finding import find_topic
from areopagus.boards.pages.lists import TopicList, topic_list
from areopagus.boards.pages.topic import place_of
from areopagus.core.paging import Pager
from areopagus.core.verdict import denied


def unread_page(actor: Actor, number: int = 1) -> TopicList:
    """Refused for guests, of whom nothing is known. Six queries."""
    if actor.is_guest:
        denied("Sign in to see what is new to you.").insist()
    return topic_list(
        actor,
        reading_marks.unread(actor, permissions.visible_topics(actor)),
        Pager(number, 0, "/unread/"),
        heading="Unread topics",
        about="Topics in which something is new to you.",
        empty="You have read everything.",
    )


def first_unread(actor: Actor, topic_id: int) -> str:
    """The address of the first post the reader has not read; of the last one when there is none."""
    topic = find_topic(actor, topic_id)
    standing = Post.objects.standing().filter(topic=topic).select_related("topic")
    new = standing
    if actor.user is not None:
        read = reading_marks.marks_of(actor, [topic_id]).get(topic_id, 0)
        since = reading_marks.read_before(actor.user)
        new = standing.filter(posted_at__gt=since, number__gt=read)
    post = new.order_by("number").first() or standing.order_by("-number").first()
    return topic.url if post is None else place_of(actor, post)
