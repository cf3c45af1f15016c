"""The text with which a reply form begins when somebody quotes a post."""

from __future__ import annotations

import re

from areopagus.markup.contract import Dialect

_IMAGE = re.compile(r"\[img(?:=[^\]\n]{0,200})?\]([^\[\n]{0,2000})\[/img\]", re.IGNORECASE)
_FENCE = re.compile(r"`{3,}")


def quote(
    source: str, dialect: Dialect, name: str, post_id: int, into: Dialect | None = None
) -> str:
    """A quotation of `source`, written in `dialect`, for a text in `into` (the same if None)."""
    into = into or dialect
    if into is Dialect.MARKDOWN:
        return _markdown(source, dialect, name, post_id)
    return _bbcode(source, dialect, name, post_id)


def _bbcode(source: str, dialect: Dialect, name: str, post_id: int) -> str:
    text = source if dialect is Dialect.MARKDOWN else _IMAGE.sub(r"\1", source)
    return f"[quote={_argument(name)} post={post_id}]{text.strip()}[/quote]\n"


def _argument(name: str) -> str:
    """A name with brackets or marks of its own in marks, as FluxBB does it."""
    mark = '"' if "'" in name else "'"
    needs = any(c in name for c in "[]") or name[:1] in ('"', "'") or " post=" in name
    return f"{mark}{name}{mark}" if needs else name


def _markdown(source: str, dialect: Dialect, name: str, post_id: int) -> str:
    text = source.strip()
    if dialect is not Dialect.MARKDOWN:
        text = _IMAGE.sub(r"\1", text)
    lines = [f"**{_escaped(name)}** wrote (post {post_id}):", "", *text.split("\n")]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def _escaped(name: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~$@-])", r"\\\1", name)
