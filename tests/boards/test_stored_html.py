"""Showing what `markup` wrote elsewhere than on the board."""

from __future__ import annotations

import pytest

from areopagus.boards.rendering import render
from areopagus.boards.stored_html import without_pictures


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (
            '<p>See <img src="/media/a.png" alt="a"> it</p>',
            '<p>See <a href="/media/a.png">a</a> it</p>',
        ),
        (
            '<img src="https://e.example/x?y&amp;z" alt="">',
            '<a href="https://e.example/x?y&amp;z">https://e.example/x?y&amp;z</a>',
        ),
        (
            '<a href="/topics/1/"><img src="/b.png" alt="b &gt; c"></a> b',
            '<a href="/topics/1/">b &gt; c</a> b',
        ),
        ('<img class="smiley" src="/s.svg" alt=":)" title=":)" loading="lazy">', ":)"),
        ("<code>&lt;img src=x&gt;</code>", "<code>&lt;img src=x&gt;</code>"),
    ],
)
def test_pictures_in_words(html: str, shown: str) -> None:
    assert without_pictures(html) == shown


@pytest.mark.django_db
def test_no_picture_of_a_post_is_left() -> None:
    source = "[img]https://e.example/a.gif[/img] [url=https://e.example/][img=b]https://e.example/b.gif[/img][/url] :)"
    html = render(source, "bbcode").html
    assert "<img" in html
    assert "<img" not in without_pictures(html)
