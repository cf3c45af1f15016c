"""What the ledger must know of the boards' tables, and what follows from every deed done to them."""

from __future__ import annotations

from areopagus.accounts.models import Group, User
from areopagus.boards import counts, pinned_everywhere, rendering, structure, waiting, weaving
from areopagus.boards.author_names import carry_name
from areopagus.boards.models import (
    Category,
    Departure,
    Forum,
    ForumModerator,
    ForumPermission,
    Ghost,
    HeldWriting,
    Post,
    Topic,
)
from areopagus.core import stamps
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.core.ledger.writing import in_chunks
from areopagus.core.verdict import Refused

STRUCTURE = (Category, Forum, ForumModerator, ForumPermission, Group)


def register() -> None:
    _keep_tables()
    _keep_structure()
    rebuilds(_render)
    rebuilds(_carry_names)
    rebuilds(_insist_on_topics)
    rebuilds(_close_gaps)
    rebuilds(_count)
    rebuilds(_read_structure_anew)
    rebuilds(_count_waiting)
    rebuilds(_pin_everywhere)


def _keep_tables() -> None:
    keeps(
        Topic,
        rank=2,
        called=lambda topic: f"“{topic.title}”",
        owner="author",
        derived=(
            "last_number",
            "post_count",
            "view_count",
            "first_post",
            "last_post",
            "last_post_at",
        ),
    )
    keeps(
        Post,
        rank=4,
        called=lambda post: f"Post {post.pk} by {post.author_name}",
        owner="author",
        derived=("html", "html_version"),
        place=("topic", "number"),
    )
    keeps(
        Departure,
        rank=4,
        called=lambda departure: f"Place #{departure.number} of a topic",
        place=("topic", "number"),
    )
    keeps(HeldWriting, rank=5, called=lambda held: str(held).capitalize(), owner="author")
    keeps(
        Ghost,
        rank=4,
        called=lambda ghost: f"The ghost author {ghost}",
        derived=("first_post_at", "last_post_at", "post_count"),
    )


def _keep_structure() -> None:
    keeps(
        Forum,
        rank=3,
        called=lambda forum: f"The forum “{forum.name}”",
        derived=("topic_count", "post_count", "last_post"),
    )
    keeps(Category, rank=5, called=lambda category: f"The category “{category.name}”")
    keeps(ForumPermission, rank=6, called=_permission_called)
    keeps(ForumModerator, rank=6, called=_moderator_called)


def _render(deed: Deed) -> None:
    """HTML follows from the words."""
    for post in Post.objects.filter(pk__in=deed.touched(Post, "source", "markup", "with_smilies")):
        made = rendering.render(post.source, post.markup, with_smilies=post.with_smilies)
        Post.objects.filter(pk=post.pk).update(html=made.html, html_version=rendering.VERSION)


def _carry_names(deed: Deed) -> None:
    called = deed.was(User, "name")
    for member in User.objects.filter(pk__in=called).order_by("pk"):
        carry_name(member, called[str(member.pk)])
    if called:
        # It stands on more pages than would be told one by one.
        stamps.everything_changed()


def _insist_on_topics(deed: Deed) -> None:
    """A topic that posts are to go back to may have been merged into another since, and be a link to it."""
    for some in in_chunks(deed.touched(Post, "topic")):
        lost = Post.objects.filter(pk__in=some, topic__is_stub=True).select_related("topic").first()
        if lost is not None:
            raise Refused(
                f"“{lost.topic.title}” is only a link to another topic by now; "
                "take back first what made it one."
            )


def _close_gaps(deed: Deed) -> None:
    """When a merge is undone, what was written after it follows what stands there now."""
    if not deed.has_touched(Post, "topic", "number"):
        return
    for topic in Topic.objects.filter(pk__in=deed.subjects["topic"], is_stub=False):
        weaving.close_gaps(deed, topic)


def _count(deed: Deed) -> None:
    """Every deed says which topics and forums it concerns; their counters are taken from the rows."""
    posts = deed.has_touched(Post, "topic", "number", "removed_at")
    moved = posts or deed.has_touched(Topic, "forum", "removed_at", "is_stub")
    if moved:
        _concern_where_they_stand(deed)
    if posts:
        counts.recount_topics(deed.subjects["topic"])
    if moved:
        counts.recount_forums(deed.subjects["forum"])
    if deed.has_touched(Post, "author", "ghost"):
        counts.recount_ghosts(deed.subjects["ghost"])
        counts.recount_members(deed.subjects["member"])


def _pin_everywhere(deed: Deed) -> None:
    """What every forum shows changes with one of these topics alone, and it stands first in its own, too."""
    where = Topic.objects.filter(pinned_everywhere_at__isnull=False)
    rows = deed.touched(
        Topic, "forum", "removed_at", "is_stub", "pinned_at", "pinned_everywhere_at"
    )
    pinned = [topic for some in in_chunks(rows) for topic in where.filter(pk__in=some)]
    if pinned or deed.has_changed(Topic, "pinned_everywhere_at"):
        pinned_everywhere.forget()
    if lost := next((topic for topic in pinned if topic.pinned_at is None), None):
        raise Refused(f"“{lost.title}” would be pinned in every forum, but not in its own.")


def _count_waiting(deed: Deed) -> None:
    if deed.count_of(HeldWriting):
        waiting.forget()


def _concern_where_they_stand(deed: Deed) -> None:
    """An undo may find posts in another topic than the deed did, and that in another forum."""
    for some in in_chunks(deed.touched(Post, "topic", "number", "removed_at")):
        deed.concerns(topic=Post.objects.filter(pk__in=some).values_list("topic", flat=True))
    for topics in in_chunks(sorted(deed.subjects["topic"])):
        deed.concerns(forum=Topic.objects.filter(pk__in=topics).values_list("forum", flat=True))


def _permission_called(row: ForumPermission) -> str:
    return f"What {row.group} may do in “{row.forum}”"


def _moderator_called(row: ForumModerator) -> str:
    return f"{row.user} as moderator of “{row.forum}”"


def _read_structure_anew(deed: Deed) -> None:
    """What forums there are and who may do what in them; no undoing may leave them in disorder."""
    if deed.count_of(Forum) or deed.count_of(Category):
        _insist_on_a_tree()
    if any(deed.count_of(model) for model in STRUCTURE):
        structure.forget()


def _insist_on_a_tree() -> None:
    forums = {forum.pk: forum for forum in Forum.objects.order_by()}
    for forum in forums.values():
        above, steps = forums.get(forum.parent_id or 0), 0
        if above is not None and above.category_id != forum.category_id:
            raise Refused(f"“{forum}” would stand in another category than “{above}” above it.")
        if above is not None and above.link:
            raise Refused(
                f"“{above}” only leads to another address, and “{forum}” would stand in it."
            )
        while above is not None and steps <= len(forums):
            above, steps = forums.get(above.parent_id or 0), steps + 1
        if above is not None:
            raise Refused(f"“{forum}” would stand below itself.")
    if lost := Topic.objects.filter(forum__link__gt="").first():
        raise Refused(f"“{lost.title}” would stand in a forum that only leads to another address.")
