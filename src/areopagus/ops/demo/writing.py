"""Puts the planned conversation into the database, in bulk, as an importer does."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from areopagus import markup
from areopagus.accounts.models import User
from areopagus.boards import rendering
from areopagus.boards.models import Forum, Post, PostRevision, Topic
from areopagus.ops.demo.planning import PlannedPost, PlannedTopic

ROWS_AT_A_TIME = 500


def write(
    planned: list[PlannedTopic],
    forums: dict[str, Forum],
    people: dict[str, User],
    dice: Random,
) -> None:
    """Ids follow time, as on a board that has grown. Counters are left to `counts.rebuild`."""
    planned.sort(key=lambda topic: topic.posts[0].at)
    everything = sorted((post for topic in planned for post in topic.posts), key=_time)
    for post_id, post in enumerate(everything, start=1):
        post.post_id = post_id

    topics = [
        _topic(number, topic, forums, people) for number, topic in enumerate(planned, start=1)
    ]
    stubs = [
        _stub(len(topics) + number, topic, forums[plan.forum])
        for number, (plan, topic) in enumerate(
            ((p, t) for p, t in zip(planned, topics, strict=True) if p.moved_to), start=1
        )
    ]
    Topic.objects.bulk_create([*topics, *stubs])
    _write_posts(planned, topics, people, dice)


def _time(post: PlannedPost) -> datetime:
    return post.at


def _topic(
    number: int, planned: PlannedTopic, forums: dict[str, Forum], people: dict[str, User]
) -> Topic:
    opening, latest = planned.posts[0], planned.posts[-1]
    return Topic(
        id=number,
        forum=forums[planned.moved_to or planned.forum],
        title=planned.title,
        author=people.get(opening.author),
        author_name=opening.guest_name or opening.author,
        started_at=opening.at,
        last_post_at=latest.at,
        pinned_at=opening.at if planned.pinned else None,
        locked_at=latest.at if planned.locked else None,
        removed_at=None if planned.removal_reason is None else latest.at + timedelta(hours=2),
        removal_reason=planned.removal_reason or "",
        view_count=planned.views,
    )


def _stub(number: int, topic: Topic, forum: Forum) -> Topic:
    return Topic(
        id=number,
        forum=forum,
        title=topic.title,
        author=topic.author,
        author_name=topic.author_name,
        started_at=topic.started_at,
        last_post_at=topic.last_post_at,
        moved_to=topic,
        is_stub=True,
    )


def _write_posts(
    planned: list[PlannedTopic], topics: list[Topic], people: dict[str, User], dice: Random
) -> None:
    posts: list[Post] = []
    revisions: list[PostRevision] = []
    # The same remark stands under several topics; it needs to be rendered once only.
    rendered: dict[tuple[str, str], str] = {}
    for plan, topic in zip(planned, topics, strict=True):
        for number, words in enumerate(plan.posts, start=1):
            source = _source(words, plan)
            key = (source, words.dialect)
            if key not in rendered:
                rendered[key] = rendering.render(source, words.dialect).html
            posts.append(
                _post(
                    words, topic, number,
                    source=source, html=rendered[key], people=people, dice=dice,
                )
            )  # fmt: skip
            if words.edit is not None:
                revisions.append(_revision(words, people))
    Post.objects.bulk_create(posts, ROWS_AT_A_TIME)
    PostRevision.objects.bulk_create(revisions)


def _post(
    words: PlannedPost,
    topic: Topic,
    number: int,
    *,
    source: str,
    html: str,
    people: dict[str, User],
    dice: Random,
) -> Post:
    author = people.get(words.author)
    post = Post(
        id=words.post_id,
        topic=topic,
        number=number,
        author=author,
        author_name=words.guest_name or words.author,
        author_mail="" if author else "passing.comet@example.org",
        # The blocks that are kept for documentation.
        author_address=f"203.0.113.{author.pk}" if author else f"198.51.100.{dice.randint(1, 254)}",
        posted_at=words.at,
        source=source,
        markup=words.dialect,
        html=html,
        html_version=rendering.VERSION,
    )
    if words.edit is not None:
        post.edited_at, post.edited_by_name = words.edit.at, words.author
        post.edit_reason = words.edit.reason
    if words.removal_reason is not None:
        post.removed_at = words.at + timedelta(minutes=dice.randint(3, 40))
        post.removal_reason = words.removal_reason
        post.removed_by_author = words.removed_by_author
    return post


def _revision(words: PlannedPost, people: dict[str, User]) -> PostRevision:
    assert words.edit is not None  # noqa: S101 - the caller has looked.
    return PostRevision(
        post_id=words.post_id,
        source=words.edit.before,
        markup=words.dialect,
        edited_at=words.edit.at,
        edited_by=people[words.author],
        edited_by_name=words.author,
        reason=words.edit.reason,
    )


def _source(words: PlannedPost, topic: PlannedTopic) -> str:
    if words.quotes is None:
        return words.text
    quoted = topic.posts[words.quotes - 1]
    quote = markup.quote(
        words.quoting,
        markup.Dialect(words.dialect),
        quoted.guest_name or quoted.author,
        quoted.post_id,
    )
    return f"{quote}\n{words.text}"
