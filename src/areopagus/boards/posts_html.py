"""The posts of a topic page as HTML. What was made for another reader alike is not made again.

Each post is an article. What it looks like depends on the reader's clock, on what they may do with
it, on whether its author is here, and on what other rooms show at it; so an article is kept by these.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from secrets import token_hex

from markupsafe import Markup

from areopagus.boards.pages import TopicPage
from areopagus.boards.pages.online import online_ids
from areopagus.boards.pages.post_rows import PostRow
from areopagus.boards.pages.topic import May
from areopagus.core.clock import Clock
from areopagus.core.http import Request
from areopagus.ui import slots
from areopagus.ui.jinja import macro
from areopagus.ui.slots import Slot

SLOTS: tuple[Slot, Slot] = ("post.aside", "post.foot")
# Where each reader's own pieces go. Nobody can write these words into a post.
HOLES = {name: Markup(f"<!--{token_hex(16)}-->") for name in SLOTS}  # noqa: S704
# Which post of the page, what may be done with it, whether its author is here.
Look = tuple[int, May, bool]


def posts_html(request: Request, page: TopicPage) -> Markup:
    """All of them. Pieces of slots that are each reader's own are put into the kept articles."""
    posts = page.block.posts
    ids = [post.post_id for post in posts]
    articles = _articles(request, page)
    for name in SLOTS:
        if slots.has_own(name):
            own, hole = slots.fill_own(name, request, ids), HOLES[name]
            articles = [
                article.replace(hole, own[post_id])
                for post_id, article in zip(ids, articles, strict=True)
            ]
    return Markup("".join(articles))  # noqa: S704 - made by a template, and of escaped pieces.


def _articles(request: Request, page: TopicPage) -> list[str]:
    block, clock = page.block, request.actor.clock
    # Guests are not told: their page is kept, and who is here changes all the time.
    online = frozenset() if request.actor.is_guest else online_ids()
    kept = block.kind((clock.key, *(slots.alike_key(name, request) for name in SLOTS)))
    wanted = [
        (number, may, post.author_id in online)
        for number, (post, may) in enumerate(zip(block.posts, page.may_with, strict=True))
    ]
    missing = [look for look in wanted if look not in kept]
    if missing:
        made: dict[Hashable, str] = dict(
            zip(missing, _made(request, block.posts, clock, missing), strict=True)
        )
        kept.update(made)
        block.grew(sum(map(len, made.values())))
    return [kept[look] for look in wanted]


def _made(
    request: Request, posts: Sequence[PostRow], clock: Clock, looks: Sequence[Look]
) -> list[str]:
    ids = [posts[number].post_id for number, _, _ in looks]
    (asides, aside), (feet, foot) = (_pieces(name, request, ids) for name in SLOTS)
    show_post = macro("boards/_post.html", "show_post")
    return [
        show_post(
            posts[number],
            clock,
            may,
            is_online,
            asides[post_id] + aside,
            feet[post_id] + foot,
            described=True,
        )
        for post_id, (number, may, is_online) in zip(ids, looks, strict=True)
    ]


def _pieces(
    name: Slot, request: Request, ids: Sequence[int]
) -> tuple[Mapping[int, Markup], Markup]:
    """What everybody alike is shown there, and the place for what only this reader is."""
    hole = HOLES[name] if slots.has_own(name) else Markup()
    return slots.fill_alike(name, request, ids), hole
