"""markdown-it set up for posts and for signatures. Raw HTML stays text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from areopagus.markup.markdown.bare import bare_addresses
from areopagus.markup.markdown.dollars import dollars

# Levels of blocks; markdown-it leaves out what is nested deeper. A list takes two. A bracket that
# opens nothing costs as many steps as there may be levels.
DEEPEST = 20
_BLOCKS = (
    "table", "code", "fence", "blockquote", "hr", "list", "reference", "heading", "lheading",
)  # fmt: skip


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    # The walker judges every address anew; here a link is a link.
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return parser.enable("strikethrough").use(dollars).use(bare_addresses)


POSTS = _parser().enable("table").use(footnote_plugin, inline=False)
SIGNATURES = _parser().disable(list(_BLOCKS))
