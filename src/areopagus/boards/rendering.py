"""From a post's source to the HTML that is stored beside it."""

from __future__ import annotations

from dataclasses import replace

from areopagus import markup
from areopagus.boards import options, words
from areopagus.boards.links import BoardLinks
from areopagus.uploads.smilies import own_smilies

VERSION = markup.RENDERER_VERSION


def render(
    source: str, dialect: str, *, with_smilies: bool = True, may_link: bool = True
) -> markup.Rendered:
    made = markup.render(
        source,
        markup.Dialect(dialect),
        BoardLinks(),
        features(with_smilies=with_smilies, may_link=may_link),
    )
    return replace(made, html=words.shown_html(made.html))


def features(*, with_smilies: bool = True, may_link: bool = True) -> markup.Features:
    return markup.Features(
        smilies=with_smilies and options.SMILIES.get(),
        images=options.POST_IMAGES.get(),
        own_smilies=own_smilies(),
        quote_depth=options.QUOTE_DEPTH.get(),
        may_link=may_link,
    )
