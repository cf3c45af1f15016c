"""The specification's examples, as far as they need no raw HTML, which a board does not allow."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from areopagus import markup
from areopagus.markup import Dialect, Features
from areopagus.markup.wall import walled
from tests.markup.plain_html import events

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "commonmark_spec.json").read_text(encoding="utf-8")
)
# The specification knows no smilies and links only what stands in <>.
AS_SPECIFIED = Features(smilies=False, autolink=False)
DIFFERENT_ADDRESSES = {
    346: "a backtick in a host",
    598: "an unknown scheme",
    599: "an unknown scheme",
    600: "a host without a name",
    601: "localhost as a scheme",
}
# By number: the section "HTML blocks", most of "Raw HTML", and raw HTML in other sections.
RAW_HTML = {
    21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643,
    *range(148, 192), *range(613, 618), 623, *range(625, 632),
}  # fmt: skip


def _html(example: dict[str, Any]) -> str:
    return markup.render(example["markdown"], Dialect.MARKDOWN, features=AS_SPECIFIED).html


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['example']}-{e['section']}")
def test_follows_the_specification(example: dict[str, Any]) -> None:
    html = _html(example)
    ours, theirs = events(html, ours=True), events(example["html"], ours=False)
    if example["example"] in RAW_HTML:
        assert re.search(r"<[a-z/!?]", example["markdown"], re.IGNORECASE)
        assert "&lt;" in html
        assert ours != theirs
    elif example["example"] in DIFFERENT_ADDRESSES:
        assert "<a" in example["html"]
        assert "<a" not in html
    else:
        assert ours == theirs


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['example']}-{e['section']}")
def test_the_second_wall_changes_nothing(example: dict[str, Any]) -> None:
    html = _html(example)
    assert walled(html) == html


def test_raw_html_is_shown_as_it_was_typed() -> None:
    made = markup.render("a <b onclick=x>b</b>\n\n<script>alert(1)</script>", Dialect.MARKDOWN)
    assert "a <b onclick=x>b</b>" in unescape(made.html)
    assert "<b" not in made.html
    assert "<script" not in made.html


def test_most_of_the_specification_is_followed() -> None:
    assert len(EXAMPLES) == 652
    assert len(RAW_HTML) + len(DIFFERENT_ADDRESSES) < 80
