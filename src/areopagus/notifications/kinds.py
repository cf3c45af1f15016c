"""The kinds of notices about posts, and how they read. Others are declared by the rooms that know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import Line, kind
from areopagus.boards.models import Post
from areopagus.boards.permissions import visible_posts
from areopagus.boards.words import shown_title

Says = Callable[[Post], str]


def _of_posts(says: Says) -> Callable[[Actor, Sequence[int]], Mapping[int, Line]]:
    def describe(actor: Actor, post_ids: Sequence[int]) -> Mapping[int, Line]:
        found = visible_posts(actor).filter(pk__in=post_ids).select_related("topic__forum")
        return {post.pk: _line(post, says(post)) for post in found}

    return describe


def _line(post: Post, brief: str) -> Line:
    title = shown_title(post.topic.title)
    text = gettext("{what}: “{title}”").format(what=brief, title=title)
    return Line(text, post.url, brief, title, post.topic.url)


def _answered(post: Post) -> str:
    says = (
        gettext("{author} and others have answered")
        if post.topic.last_number > post.number
        else gettext("{author} has answered")
    )
    return says.format(author=post.author_name)


def _began(post: Post) -> str:
    says = gettext("{author} has begun a topic in {forum}")
    return says.format(author=post.author_name, forum=post.topic.forum.name)


def _mentioned(post: Post) -> str:
    return gettext("{author} has mentioned you").format(author=post.author_name)


def _quoted(post: Post) -> str:
    return gettext("{author} has quoted you").format(author=post.author_name)


MENTION = kind("mention", "Somebody mentions me", _of_posts(_mentioned), mail="now")
QUOTE = kind("quote", "Somebody quotes me", _of_posts(_quoted), mail="now")
TOPIC = kind("topic", "A topic begins in a forum I watch", _of_posts(_began), mail="now")
REPLY = kind("reply", "Somebody answers in a topic I watch", _of_posts(_answered), mail="now")
OF_POSTS = frozenset({MENTION.key, QUOTE.key, TOPIC.key, REPLY.key})
