"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import Combinable

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards import events, rendering, waiting
from areopagus.boards.models import (
    ForumModerator,
    ForumSubscription,
    Ghost,
    HeldWriting,
    Post,
    PostRevision,
    ReadMark,
    Topic,
    TopicSubscription,
)
from areopagus.boards.permissions import visible_forums, visible_topics
from areopagus.core.events import announce
from areopagus.core.personal import Holding, Leaver, holds, new_ghost, new_name
from areopagus.core.stamps import changed

STAYS = "What they wrote stays, under another name."
APPROVED = Q(decision=HeldWriting.Decision.APPROVED)
POSTS_AT_A_TIME = 200
TOLD_OF_HELD = (
    *("kind", "forum_id", "topic_id", "post_id", "title", "source", "markup", "edit_reason"),
    *("author_address", "held_at", "decided_at", "decision", "answer"),
)


def register() -> None:
    holds(*_what_they_wrote(), *_earlier_texts(), *_what_they_follow())


def _what_they_wrote() -> tuple[Holding, ...]:
    return (
        Holding(
            model=Post,
            mine="author",
            sets={
                "author": None,
                "ghost": new_ghost,
                "author_name": new_name,
                "author_mail": "",
                "author_address": "",
            },
            names=("edited_by_name",),
            words=("removal_reason", "edit_reason"),
            texts={"source": "markup"},
            made=_html,
            changed=_posts_changed,
            file="posts",
            told=(
                *("id", "topic_id", "number", "posted_at", "author_name"),
                *("author_address", "subject", "source", "markup", "edited_at", "edit_reason"),
                *("removed_at", "removal_reason"),
            ),
            seen={"topic_title": _title},
            stays={
                **dict.fromkeys(("subject", "html"), STAYS),
            },
        ),
        Holding(
            model=Topic,
            mine="author",
            sets={"author": None, "author_name": new_name},
            changed=_topics_changed,
            file="topics",
            told=("id", "started_at", "author_name", "removed_at", "removal_reason"),
            seen={"topic_title": _own_title},
            words=("removal_reason",),
            stays={"title": STAYS},
        ),
    )


def _earlier_texts() -> tuple[Holding, ...]:
    return (
        Holding(model=PostRevision, mine="post__author", words=("reason",), file="earlier-versions",
                told=("post_id", "title", "source", "markup", "edited_at", "reason")),
        Holding(model=PostRevision, mine="edited_by",
                sets={"edited_by": None, "edited_by_name": new_name},
                names=("edited_by_name",), texts={"source": "markup"},
                stays={"title": STAYS},
                untold="What they changed in their own posts is in another file; the rest is others'."),
        Holding(model=HeldWriting, mine="author", only=APPROVED,
                sets={"author": None, "author_name": new_name, "author_mail": "", "author_address": ""},
                names=("decided_by_name",), texts={"source": "markup", "earlier": "markup"},
                untold="It is a post, and among these.",
                words=("answer", "edit_reason"), stays=dict.fromkeys(("judgements", "title"),
                                    "Why it waited; the post stays as well.")),
        # What was never published goes with its writer.
        Holding(model=HeldWriting, mine="author", only=~APPROVED, goes=True, changed=_waiting_changed,
                file="not-published", told=TOLD_OF_HELD),
    )  # fmt: skip


def _what_they_follow() -> tuple[Holding, ...]:
    return (
        Holding(model=ReadMark, mine="user", goes=True, file="read-marks", told=("topic_id", "number")),
        Holding(model=TopicSubscription, mine="user", goes=True, file="subscriptions-to-topics",
                told=("topic_id", "level"), seen={"topic_title": _title}),
        Holding(model=ForumSubscription, mine="user", goes=True, file="subscriptions-to-forums",
                told=("forum_id", "level"), seen={"forum_name": _forum_name}),
        Holding(model=ForumModerator, mine="user", goes=True, file="moderates",
                told=("forum_id",), seen={"forum_name": _forum_name}),
        Holding(model=Ghost, stays=dict.fromkeys(("name", "name_key"),
                "Nobody here: who is joined to it by a claim, the claim says, and homecoming.personal.")),
    )  # fmt: skip


def _title(member: User) -> Combinable:
    """The one it has now, which may be another than they have ever seen."""
    return _where(Q(topic__in=visible_topics(actors.member(member))), "topic__title")


def _own_title(member: User) -> Combinable:
    """Of a topic that they began; also when it was removed."""
    return _where(Q(forum__in=visible_forums(actors.member(member))), "title")


def _forum_name(member: User) -> Combinable:
    return _where(Q(forum__in=visible_forums(actors.member(member))), "forum__name")


def _where(is_seen: Q, column: str) -> Combinable:
    return Case(When(is_seen, then=F(column)), default=Value(""))


def hand_over(leaver: Leaver, post_ids: Sequence[int]) -> None:
    """Posts of nobody's account that turned out to be theirs go the way of their others, and topics they began."""
    nameless = {"author_name": leaver.name, "author_mail": "", "author_address": ""}
    Post.objects.filter(pk__in=post_ids).update(ghost=leaver.ghost_id, **nameless)
    HeldWriting.objects.filter(APPROVED, post__in=post_ids, author=None).update(**nameless)
    begun = Topic.objects.filter(first_post__in=post_ids, author=None)
    begun.update(author_name=leaver.name)
    _posts_changed(post_ids)


def _html(post: Post) -> Mapping[str, object]:
    made = rendering.render(post.source, post.markup, with_smilies=post.with_smilies)
    return {"html": made.html, "html_version": rendering.VERSION}


def _posts_changed(post_ids: Sequence[int]) -> None:
    posts = Post.objects.filter(pk__in=post_ids).values_list("topic_id", "topic__forum_id")
    topics, forums = zip(*posts, strict=True) if posts else ((), ())
    announce(events.PostsRewritten(tuple(post_ids), tuple(set(topics)), tuple(set(forums))))


def _topics_changed(topic_ids: Sequence[int]) -> None:
    topics = Topic.objects.filter(pk__in=topic_ids).values_list("pk", "forum_id")
    changed({key for pk, forum in topics for key in events.changed_places(pk, forum)})


def _waiting_changed(_held_ids: Sequence[int]) -> None:
    waiting.forget()
