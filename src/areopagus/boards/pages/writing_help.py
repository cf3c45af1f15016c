"""The page that explains how to write: each example with what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from areopagus import markup
from areopagus.uploads.smilies import own_smilies

__all__ = ["ShownExample", "own_smilies", "writing_help"]

# The example's picture stands elsewhere, and our own pages ask nobody else for anything.
NO_PICTURES = markup.Features(images=False)


@dataclass(frozen=True, slots=True)
class ShownExample:
    heading: str
    source: str
    dialect: str
    html: str


@cache
def writing_help() -> tuple[ShownExample, ...]:
    """The same for everybody, so rendered once in a process."""
    return tuple(
        ShownExample(
            example.heading,
            example.source,
            example.dialect.value,
            markup.render(example.source, example.dialect, features=NO_PICTURES).html,
        )
        for example in markup.HELP
    )
