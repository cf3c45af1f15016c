"""How what members say about themselves is shown: a higher room may show some words otherwise."""

from __future__ import annotations

from collections.abc import Callable

Way = Callable[[str], str]
_ways: dict[str, Way] = {}


def show_by(*, text: Way, html: Way) -> None:
    """Call it from a room's `AppConfig.ready`. There is one way at most."""
    _ways.update(text=text, html=html)


def shown(text: str) -> str:
    """A line of plain text, such as a title or a place."""
    return _ways["text"](text) if "text" in _ways else text


def shown_html(text: str) -> str:
    """HTML, such as a signature."""
    return _ways["html"](text) if "html" in _ways else text
