"""Posts as a topic page shows them: the words, the author beside them, what this reader may do.

Rows and not model instances, as in `rows`; one query for all posts of a page with their authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from areopagus import markup
from areopagus.accounts import groups
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.models.user import address_of, title_of
from areopagus.boards import options, permissions
from areopagus.boards.models import Post, Topic
from areopagus.boards.models.ghost import ghost_address
from areopagus.boards.models.ghost import title_of as ghost_title
from areopagus.boards.models.post import post_address
from areopagus.boards.querysets import PostQuerySet
from areopagus.boards.words import censored_html, read_words, titled, word_list
from areopagus.core import shown
from areopagus.core.clock import now
from areopagus.core.prepared import Prepared, given

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
    "author__quarantined_at",
    "author__group__role",
    "author__group__member_title",
)


class Author(NamedTuple):
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


class PostRow(NamedTuple):
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

    @property
    def url(self) -> str:
        return post_address(self.post_id)


class May(NamedTuple):
    """What a reader may do with one post."""

    quote: bool = False
    edit: bool = False
    delete: bool = False
    see_revisions: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What of a post this reader wants and may see; asked once for a page."""

    sees_removed: bool
    sees_addresses: bool
    shows_facts: bool
    avatars: bool
    signatures: bool
    images: bool
    signature_images: bool
    smilies: bool
    # The list by which words are shown otherwise, "" when none are.
    otherwise: str

    def title(self, text: str) -> str:
        return titled(text, read_words(self.otherwise)) if text and self.otherwise else text

    def signature(self, html: str) -> str:
        shown = censored_html(html, read_words(self.otherwise)) if self.otherwise else html
        return self.words(shown, images=self.signature_images)

    def words(self, html: str, *, images: bool) -> str:
        if images and self.smilies:
            return html
        return markup.for_reader(html, images=images, smilies=self.smilies)


def post_rows(actor: Actor, topic: Topic, posts: PostQuerySet) -> list[PostRow]:
    """The rows of `posts` in their order. One query."""
    return rows(posts, view_of(actor, topic))


def rows(posts: PostQuerySet, view: View) -> list[PostRow]:
    return made_rows(posts.values(*POST_FIELDS, *AUTHOR_FIELDS), view)


def rows_on_page(topic: Topic, number: int, size: int, view: View) -> list[PostRow]:
    """The rows of one page of the topic. One query."""
    first = (number - 1) * size + 1
    return made_rows(_ON_PAGE.dicts(topic=topic.pk, first=first, beyond=first + size), view)


_ON_PAGE = Prepared(
    lambda: (
        Post.objects.filter(
            topic=given("topic", int),
            number__gte=given("first", int),
            number__lt=given("beyond", int),
        )
        .order_by("number")
        .values(*POST_FIELDS, *AUTHOR_FIELDS)
    )
)


def made_rows(posts: Iterable[Mapping[str, Any]], view: View) -> list[PostRow]:
    shown.note_common(groups.KEY)
    authors: dict[int, Author] = {}
    rows = [_row(post, view, authors) for post in posts]
    shown.note(f"member:{author_id}" for author_id in authors)
    return rows


def view_of(actor: Actor, topic: Topic) -> View:
    user: User | None = actor.user
    images = options.POST_IMAGES.get()
    return View(
        sees_removed=bool(permissions.can_see_removed(actor, topic)),
        sees_addresses=bool(permissions.can_see_addresses(actor)),
        shows_facts=options.SHOW_AUTHOR_FACTS.get(),
        avatars=user is None or user.show_avatars,
        signatures=user is None or user.show_signatures,
        images=images and (user is None or user.show_images),
        signature_images=user is None or user.show_signature_images,
        smilies=user is None or user.show_smilies,
        otherwise=options.WORDS.get() if word_list().censors else "",
    )


def _row(post: Mapping[str, Any], view: View, authors: dict[int, Author]) -> PostRow:
    """`authors` are those met on this page, who are not put together twice."""
    author_id = post["author_id"]
    if author_id is None:
        author = _author_without_account(post)
    elif (author := authors.get(author_id)) is None:  # type: ignore[assignment]
        author = authors[author_id] = _author(post, view)
    readable = post["removed_at"] is None or view.sees_removed
    signed = view.signatures and readable and post["author__quarantined_at"] is None
    signature = post["author__signature_html"] if signed else None
    return PostRow(
        post["id"],
        post["topic_id"],
        post["number"],
        author_id,
        author,
        post["posted_at"],
        view.title(post["subject"]),
        view.words(post["html"], images=view.images) if readable else "",
        view.signature(signature) if signature else "",
        post["edited_at"],
        post["edited_by_name"],
        post["edit_reason"],
        post["removed_at"],
        post["removal_reason"],
        post["removed_by_author"],
        post["author__group__role"] == Group.Role.ADMINISTRATORS,
        post["author_address"] if view.sees_addresses else "",
    )


def _author_without_account(post: Mapping[str, Any]) -> Author:
    ghost_id, name = post["ghost_id"], post["author_name"]
    url = ghost_address(ghost_id, name) if ghost_id else None
    return Author(None, name, url, ghost_title(post["ghost__origin"]))


def _author(post: Mapping[str, Any], view: View) -> Author:
    avatar, name = post["author__avatar"], post["author__name"]
    is_set_aside = post["author__quarantined_at"] is not None
    return Author(
        user_id=post["author_id"],
        name=name,
        url=address_of(post["author_id"], name),
        title=_title(post, view),
        avatar_url=f"/media/{avatar}" if avatar and view.avatars else None,
        location=view.title(post["author__location"]) if view.shows_facts else "",
        website=post["author__website"] if view.shows_facts and not is_set_aside else "",
        registered_at=post["author__registered_at"] if view.shows_facts else None,
        post_count=post["author__post_count"] if view.shows_facts else None,
        staff_note=post["author__staff_note"] if view.sees_addresses else "",
    )


def _title(row: Mapping[str, Any], view: View) -> str:
    until = row["author__banned_until"]
    left = (until - now()).total_seconds() if until else None
    is_banned = row["author__banned_at"] is not None and (left is None or left > 0)
    if is_banned and left is not None:
        # The ban ends without anybody's deed.
        shown.note_fleeting(left)
    own, of_group = view.title(row["author__title"]), row["author__group__member_title"]
    return title_of(own, of_group, row["author__post_count"], is_banned=is_banned)
