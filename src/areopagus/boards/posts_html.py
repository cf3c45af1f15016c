"""The posts of a topic page as HTML. What was made for another reader alike is not made again.

Each post is an article. What it looks like depends on the reader's clock, on what they may do with
it, on whether its author is here, and on what other rooms show at it; so an article is kept by these.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from secrets import token_hex

from markupsafe import Markup

from areopagus.accounts.actors import Actor
from areopagus.boards.pages import TopicPage, WritingPage
from areopagus.boards.pages.online import ONLINE, online_ids
from areopagus.boards.pages.post_blocks import Look
from areopagus.boards.pages.post_rows import Author, May, PostRow
from areopagus.core.clock import Clock
from areopagus.core.http import Request
from areopagus.core.sharing import Either, OwnIds, among
from areopagus.ui import slots
from areopagus.ui.macros import macro
from areopagus.ui.slots import Slot

SLOTS: tuple[Slot, Slot] = ("post.aside", "post.foot")
# Of so many kinds of readers single posts are kept.
MOST_KINDS = 8
# So many authors are remembered as they look, for about a kilobyte each.
MOST_AUTHORS = 2_000
NOTHING = May()
# Where each reader's own pieces go. Nobody can write these words into a post.
HOLES = {name: Markup(f"<!--{token_hex(16)}-->") for name in SLOTS}  # noqa: S704


def posts_html(request: Request, page: TopicPage) -> Markup:
    """All of them. Pieces of slots that are each reader's own are put into the kept articles."""
    kind = (request.actor.clock.key, *(slots.alike_key(name, request) for name in SLOTS))
    looks = tuple(_looks(request, page))
    own = [name for name in SLOTS if slots.has_own(name)]
    if own:
        articles = _with_own(own, request, page, _articles(request, page, kind, looks))
        return Markup("".join(articles))  # noqa: S704 - made by templates.
    return page.block.piece((kind, looks), lambda: "".join(_articles(request, page, kind, looks)))


def review_html(request: Request, page: WritingPage) -> Markup:
    """The latest posts, as whoever answers sees them beneath the form."""
    if page.review is None:
        return Markup("")
    block, clock = page.review(), request.actor.clock
    show_post = macro("boards/_post.html", "show_post")
    return block.piece(
        clock.key,
        lambda: "".join(show_post(post, clock, heading="h3") for post in block.data.posts),
    )


def _with_own(
    names: Iterable[Slot], request: Request, page: TopicPage, articles: list[str]
) -> list[str]:
    ids = [post.post_id for post in page.block.data.posts]
    for name in names:
        own, hole = slots.fill_own(name, request, ids), HOLES[name]
        articles = [
            article.replace(hole, own[post_id])
            for post_id, article in zip(ids, articles, strict=True)
        ]
    return articles


def _looks(request: Request, page: TopicPage) -> Iterator[Look]:
    online = _online(request.actor)
    for number, (post, may) in enumerate(zip(page.block.data.posts, page.may_with, strict=True)):
        yield number, may, post.author_id is not None and among(post.author_id, online)


def _online(actor: Actor) -> frozenset[int] | OwnIds:
    if actor.is_stand_in:
        return ONLINE
    # Guests are not told: their page is kept, and who is here changes all the time.
    return frozenset() if actor.is_guest else online_ids()


def _articles(
    request: Request, page: TopicPage, kind: Hashable, wanted: Sequence[Look]
) -> list[str]:
    posts = page.block.data
    if len(posts.articles) >= MOST_KINDS and kind not in posts.articles:
        posts.articles.clear()
    kept = posts.articles.setdefault(kind, {})
    missing = [look for look in wanted if look not in kept]
    if missing:
        made = dict(zip(missing, _made(request, posts.posts, missing), strict=True))
        kept.update(made)
        page.block.grew(sum(map(len, made.values())))
    return [kept[look] for look in wanted]


def _made(request: Request, posts: Sequence[PostRow], looks: Sequence[Look]) -> list[str]:
    clock = request.actor.clock
    ids = [posts[number].post_id for number, _, _ in looks]
    asides, feet = (_pieces(name, request, ids) for name in SLOTS)
    show_post = macro("boards/_post.html", "show_post")
    return [
        show_post(
            post := posts[number],
            clock,
            None if may == NOTHING else may,
            _about_author(post.author, post.address, is_online, clock, clock.key),
            asides[post_id],
            feet[post_id],
            described=True,
        )
        for post_id, (number, may, is_online) in zip(ids, looks, strict=True)
    ]


@lru_cache(maxsize=MOST_AUTHORS)
def _about_author(
    author: Author,
    address: str,
    is_online: bool | Either,
    clock: Clock,
    _: Hashable,
) -> Markup:
    """What stands beside posts: a few write most of a board. The last is the clock's key, which knows the day."""
    return macro("boards/_post.html", "show_author")(author, address, clock, is_online)


def _pieces(name: Slot, request: Request, ids: Sequence[int]) -> Mapping[int, Markup]:
    """What everybody alike is shown there, with a place for what only this reader is."""
    pieces = slots.fill_alike(name, request, ids)
    if not slots.has_own(name):
        return pieces
    return {post_id: piece + HOLES[name] for post_id, piece in pieces.items()}
