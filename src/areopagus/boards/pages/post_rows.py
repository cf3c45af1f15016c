"""Posts as a topic page shows them: the words, the author beside them, what this reader may do.

Rows and not model instances, as in `rows`; one query for all posts of a page with their authors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from areopagus import markup
from areopagus.accounts import groups
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.models.user import address_of, title_of
from areopagus.boards import options, permissions
from areopagus.boards.models import Topic
from areopagus.boards.models.ghost import ghost_address
from areopagus.boards.models.ghost import title_of as ghost_title
from areopagus.boards.models.post import post_address
from areopagus.boards.pages.online import online_ids
from areopagus.boards.querysets import PostQuerySet
from areopagus.core import shown
from areopagus.core.clock import now

POST_FIELDS = (
    "id",
    "topic_id",
    "number",
    "author_id",
    "author_name",
    "ghost_id",
    "ghost__origin",
    "author_address",
    "posted_at",
    "subject",
    "html",
    "edited_at",
    "edited_by_name",
    "edit_reason",
    "removed_at",
    "removal_reason",
    "removed_by_author",
)
AUTHOR_FIELDS = (
    "author__name",
    "author__title",
    "author__location",
    "author__website",
    "author__registered_at",
    "author__post_count",
    "author__avatar",
    "author__signature_html",
    "author__staff_note",
    "author__banned_at",
    "author__banned_until",
    "author__group__role",
    "author__group__member_title",
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who stands beside a post. Without an account only the name is known."""

    user_id: int | None
    name: str
    url: str | None
    title: str
    avatar_url: str | None = None
    location: str = ""
    website: str = ""
    registered_at: datetime | None = None
    post_count: int | None = None
    staff_note: str = ""
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class PostRow:
    """One place of a topic page. `html` is "" where the post was removed and may not be read."""

    post_id: int
    topic_id: int
    number: int
    author_id: int | None
    author: Author
    posted_at: datetime
    subject: str
    html: str
    signature_html: str
    edited_at: datetime | None
    edited_by_name: str
    edit_reason: str
    removed_at: datetime | None
    removal_reason: str
    removed_by_author: bool
    by_administrator: bool
    address: str
    may_edit: bool = False
    may_delete: bool = False
    may_see_revisions: bool = False

    @property
    def url(self) -> str:
        return post_address(self.post_id)


@dataclass(frozen=True, slots=True)
class _View:
    """What of a post this reader wants and may see; asked once for a page."""

    sees_removed: bool
    sees_addresses: bool
    shows_facts: bool
    avatars: bool
    signatures: bool
    images: bool
    signature_images: bool
    smilies: bool

    def words(self, html: str, *, images: bool) -> str:
        if images and self.smilies:
            return html
        return markup.for_reader(html, images=images, smilies=self.smilies)


def post_rows(actor: Actor, topic: Topic, posts: PostQuerySet) -> list[PostRow]:
    """The rows of `posts` in their order, without verdicts. One query."""
    view = _view_of(actor, topic)
    # Guests are not told: their page is kept, and who is here changes all the time.
    online = frozenset() if actor.is_guest else online_ids()
    rows = list(posts.values(*POST_FIELDS, *AUTHOR_FIELDS))
    shown.note(f"member:{row['author_id']}" for row in rows)
    shown.note_common(groups.KEY)
    return [_row(row, view, online) for row in rows]


def _view_of(actor: Actor, topic: Topic) -> _View:
    user: User | None = actor.user
    images = options.POST_IMAGES.get()
    return _View(
        sees_removed=bool(permissions.can_see_removed(actor, topic)),
        sees_addresses=bool(permissions.can_see_addresses(actor)),
        shows_facts=options.SHOW_AUTHOR_FACTS.get(),
        avatars=user is None or user.show_avatars,
        signatures=user is None or user.show_signatures,
        images=images and (user is None or user.show_images),
        signature_images=user is None or user.show_signature_images,
        smilies=user is None or user.show_smilies,
    )


def _row(row: Mapping[str, Any], view: _View, online: frozenset[int]) -> PostRow:
    readable = row["removed_at"] is None or view.sees_removed
    signature = row["author__signature_html"] if view.signatures and readable else None
    return PostRow(
        post_id=row["id"],
        topic_id=row["topic_id"],
        number=row["number"],
        author_id=row["author_id"],
        author=_author(row, view, online),
        posted_at=row["posted_at"],
        subject=row["subject"],
        html=view.words(row["html"], images=view.images) if readable else "",
        signature_html=view.words(signature, images=view.signature_images) if signature else "",
        edited_at=row["edited_at"],
        edited_by_name=row["edited_by_name"],
        edit_reason=row["edit_reason"],
        removed_at=row["removed_at"],
        removal_reason=row["removal_reason"],
        removed_by_author=row["removed_by_author"],
        by_administrator=row["author__group__role"] == Group.Role.ADMINISTRATORS,
        address=row["author_address"] if view.sees_addresses else "",
    )


def _author(row: Mapping[str, Any], view: _View, online: frozenset[int]) -> Author:
    user_id, name = row["author_id"], row["author__name"] or row["author_name"]
    if user_id is None:
        ghost_id = row["ghost_id"]
        url = ghost_address(ghost_id, name) if ghost_id else None
        return Author(None, name, url, ghost_title(row["ghost__origin"]))
    avatar = row["author__avatar"]
    return Author(
        user_id=user_id,
        name=name,
        url=address_of(user_id, name),
        title=_title(row),
        avatar_url=f"/media/{avatar}" if avatar and view.avatars else None,
        location=row["author__location"] if view.shows_facts else "",
        website=row["author__website"] if view.shows_facts else "",
        registered_at=row["author__registered_at"] if view.shows_facts else None,
        post_count=row["author__post_count"] if view.shows_facts else None,
        staff_note=row["author__staff_note"] if view.sees_addresses else "",
        is_online=user_id in online,
    )


def _title(row: Mapping[str, Any]) -> str:
    until = row["author__banned_until"]
    is_banned = row["author__banned_at"] is not None and (until is None or until > now())
    return title_of(row["author__title"], row["author__group__member_title"], is_banned=is_banned)
