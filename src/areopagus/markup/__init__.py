"""What people write, and the HTML and text that become of it. Pure Python: source in, tree, out.

Three dialects are read into one tree (`tree`), and writers go over the tree. Nothing here knows
members or posts: a `Links` object says where they live.
"""

from __future__ import annotations

from areopagus.markup.contract import (
    Dialect,
    Features,
    Links,
    OwnSmiley,
    PlainLinks,
    Problem,
    Quoted,
    Rendered,
)
from areopagus.markup.excerpts import excerpt
from areopagus.markup.help import HELP, Example
from areopagus.markup.quoting import quote
from areopagus.markup.reader import for_reader
from areopagus.markup.renaming import renamed
from areopagus.markup.rendering import problems, render, tidied

__all__ = [
    "HELP",
    "RENDERER_VERSION",
    "Dialect",
    "Example",
    "Features",
    "Links",
    "OwnSmiley",
    "PlainLinks",
    "Problem",
    "Quoted",
    "Rendered",
    "excerpt",
    "for_reader",
    "problems",
    "quote",
    "renamed",
    "render",
    "tidied",
]

# Stored HTML of a lower version is rendered again by `areopagus check --repair`.
RENDERER_VERSION = 2
