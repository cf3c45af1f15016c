"""From a source to everything that is kept of it."""

from __future__ import annotations

from hashlib import blake2s

from areopagus.markup.bbcode import checking
from areopagus.markup.bbcode import reading as bbcode
from areopagus.markup.bbcode.tags import BBCODE, FLUXBB12
from areopagus.markup.contract import Dialect, Features, Links, PlainLinks, Problem, Rendered
from areopagus.markup.markdown import guard
from areopagus.markup.markdown import reading as markdown
from areopagus.markup.tree import Block
from areopagus.markup.wall import NONCHARACTERS, walled
from areopagus.markup.writers import as_html, as_text, facts

_PLAIN = PlainLinks()
_AS_BOARDS_DO = Features()


def render(
    source: str, dialect: Dialect, links: Links = _PLAIN, features: Features = _AS_BOARDS_DO
) -> Rendered:
    """Never fails, whatever the source; takes time in proportion to its length."""
    source = tidied(source)
    tree = tree_of(source, dialect, links, features)
    found = facts.gathered(tree)
    return Rendered(
        html=walled(as_html.written(tree, features.prefix or _prefix(source))),
        text=as_text.written(tree),
        mentions=tuple(found.mentions),
        quoted=tuple(found.quoted),
        links=tuple(found.links),
        images=tuple(found.images),
    )


def problems(source: str, dialect: Dialect) -> list[Problem]:
    """What the author probably meant otherwise. Warnings for a preview, never a refusal."""
    match dialect:
        case Dialect.MARKDOWN if guard.is_too_much(source):
            told = "This is too much to be read as Markdown; it is shown as plain text."
            return [Problem("TOO_MUCH", "", told)]
        case Dialect.MARKDOWN:
            return []
        case Dialect.BBCODE | Dialect.FLUXBB12:
            grammar = BBCODE if dialect is Dialect.BBCODE else FLUXBB12
            return checking.problems(source, grammar, quote_depth=_AS_BOARDS_DO.quote_depth)


def tidied(source: str) -> str:
    """With line ends of one kind, and without what no page may hold."""
    return source.replace("\r\n", "\n").replace("\r", "\n").translate(NONCHARACTERS)


def tree_of(source: str, dialect: Dialect, links: Links, features: Features) -> list[Block]:
    """Wants a tidied source."""
    match dialect:
        case Dialect.MARKDOWN:
            return markdown.read(source, links, features)
        case Dialect.FLUXBB12:
            return bbcode.read(source, FLUXBB12, links, features)
        case Dialect.BBCODE:
            return bbcode.read(source, BBCODE, links, features)


def _prefix(source: str) -> str:
    """Footnotes of two posts on one page need different ids; the same post keeps its own."""
    digest = blake2s(source.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"n{digest}"
