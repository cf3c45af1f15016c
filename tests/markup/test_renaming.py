"""A name is another one in quotations and mentions, and everything else is as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.markup import Dialect, quote, renamed, render

NEW = "Former member 1a2b"
# Their page, with the name they have and one they had before.
THEIRS = ("/members/7-max", "/members/7-max-power")
PAGE = "https://a.example/members/7"
CASES = [
    (
        "bbcode",
        "[user=7]Max[/user] and [user=8]Maxine[/user]",
        f"[user=7]{NEW}[/user] and [user=8]Maxine[/user]",
    ),
    (
        "bbcode",
        f"[url={PAGE}-max/]he[/url] {PAGE}-Max-Power/#x",
        f"[url={PAGE}/]he[/url] {PAGE}/#x",
    ),
    ("bbcode", f"{PAGE}-maxine/ [code]{PAGE}-max/[/code]", None),
    ("markdown", f"[he]({PAGE}-max/) `{PAGE}-max/`", f"[he]({PAGE}/) `{PAGE}-max/`"),
    ("bbcode", "[quote=Max]Aye.[/quote]", f"[quote={NEW}]Aye.[/quote]"),
    ("bbcode", "[quote=MAX post=12]Aye.[/quote] no", f"[quote={NEW} post=12]Aye.[/quote] no"),
    ("bbcode", "[QUOTE='Max']Aye.[/QUOTE]", f"[QUOTE={NEW}]Aye.[/QUOTE]"),
    (
        "bbcode",
        "[quote=Mona][quote=Max]a[/quote]b[/quote]",
        f"[quote=Mona][quote={NEW}]a[/quote]b[/quote]",
    ),
    ("bbcode", "[quote=Max]" * 9 + "deep", f"[quote={NEW}]" * 9 + "deep"),
    ("bbcode", "Hello @Max, and @Maxine.", f'Hello @"{NEW}", and @Maxine.'),
    ("bbcode", '@"Max"! max@example.org', f'@"{NEW}"! max@example.org'),
    ("bbcode", "[url=https://a.example/]@Max[/url]", f'[url=https://a.example/]@"{NEW}"[/url]'),
    ("bbcode", "[code]@Max [quote=Max]x[/quote][/code]", None),
    ("bbcode", "Max said so. https://a.example/@Max", None),
    ("bbcode", "[img]https://a.example/x.png?@Max[/img]", None),
    ("bbcode", "[quote=Max post=99]Not this Max.[/quote]", None),
    ("fluxbb12", "[quote=Max]Aye.[/quote]\r\n@Max", f'[quote={NEW}]Aye.[/quote]\r\n@"{NEW}"'),
    (
        "markdown",
        "> **Max** wrote (post 12):\n>\n> Aye.\n",
        f"> **{NEW}** wrote (post 12):\n>\n> Aye.\n",
    ),
    ("markdown", "Hello @Max and `@Max`", f'Hello @"{NEW}" and `@Max`'),
    ("markdown", "\\@Max and \\\\@Max", f'\\@"{NEW}" and \\\\@"{NEW}"'),
    ("markdown", "```\n@Max\n> **Max** wrote (post 12):\n```\n", None),
    ("markdown", "**Max** wrote (post 12): no quotation", None),
]


def new_name(name: str, post_id: int | None) -> str | None:
    return NEW if name.casefold() == "max" and post_id != 99 else None


@pytest.mark.parametrize(("dialect", "source", "becomes"), CASES)
def test_names_in_quotations_and_mentions(dialect: str, source: str, becomes: str | None) -> None:
    assert renamed(source, Dialect(dialect), new_name, THEIRS) == (becomes or source)


@pytest.mark.parametrize("name", ["O'Neil", "[x]y", "a_b*c", "Max & Moritz", "über"])
@pytest.mark.parametrize("dialect", [Dialect.BBCODE, Dialect.MARKDOWN])
def test_what_our_own_form_quotes_is_found(name: str, dialect: Dialect) -> None:
    source = quote("Aye.", dialect, name, 12)
    made = render(renamed(source, dialect, lambda n, _: NEW if n == name else None), dialect)
    assert [(said.name, said.post_id) for said in made.quoted] == [(NEW, 12)]


PIECES = [
    "[quote=Max]",
    "[/quote]",
    "@Max ",
    "[code]",
    "[/code]",
    "> **Max** wrote (post 7):\n",
    "`",
    "\n",
    "x ",
    "\\",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(Dialect))
def test_twice_is_once_and_nothing_else_changes(pieces: list[str], dialect: Dialect) -> None:
    source = "".join(pieces)
    once = renamed(source, dialect, new_name)
    assert renamed(once, dialect, new_name) == once
    for new, old in (
        (f'@"{NEW}"', "@Max"),
        (f"[quote={NEW}]", "[quote=Max]"),
        (f"**{NEW}**", "**Max**"),
    ):
        once = once.replace(new, old)
    assert once == source
