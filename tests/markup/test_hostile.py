"""Whatever somebody sends: it renders, soon, and nothing in it runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areopagus import markup
from areopagus.markup import Dialect, Features
from areopagus.markup.addresses import SCHEMES
from areopagus.markup.bbcode import matching, tokens
from areopagus.markup.bbcode.tags import BBCODE
from areopagus.markup.markdown import guard
from areopagus.markup.wall import walled

DIALECTS = list(Dialect)
VOID = {"br", "hr", "img"}
PIECES = [
    "[b]", "[/b]", "[i]", "[/i]", "[quote]", "[quote=A post=3]", '[quote="]"]', "[/quote]",
    "[code]", "[code=python]", "[/code]", "[list]", "[list=1]", "[*]", "[/*]", "[/list]",
    "[url]", "[url=", "[url=javascript:alert(1)]", "[/url]", "[img]", "[img=x]", "[/img]",
    "http://a.example/", "www.b.example", "javascript:alert(1)", "data:text/html,x", "[color=red]",
    "[/color]", "[size=300]", "[/size]", "[table]", "[tr]", "[td]", "[/td]", "[/tr]", "[/table]",
    "[spoiler=", "[spoiler]", "[/spoiler]", "[math]", "\\text{<img src=x onerror=alert(1)>}",
    "\\href{javascript:alert(1)}{x}", "[/math]", "[h]", "[/h]", "[center]", "[/center]", "[hr]",
    "[email]", '[email=" onclick="x]', "[/email]", "[youtube]", "[/youtube]", "[topic=1]",
    "[/topic]", "]", "[", "=", '"', "'", "<", ">", "&", "&#106;", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "\n", "\n\n", "  ", "\t", ":)",
    "@a", '@"b c"', "*", "**", "_", "~~", "`", "```\n", "# ", "> ", "- ", "1. ", "|", "|-|\n",
    "[x](", "[x](javascript:alert(1))", "![", "](", ")", "<http://c.example/>", "[^1]", "[^1]: ",
    "$", "$$", "\\", "x", "ж", "字", "\u202e", "\u00a0", "\ufdd0", "\x00", "😀",
]  # fmt: skip
sources = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)
dialects = st.sampled_from(DIALECTS)


class _Checker(HTMLParser):
    """Fails on anything that could run, and counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "object", "embed", "form", "svg", "base"}
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "formaction", "ping", "srcset"}
            if name in {"href", "src"}:
                self._address(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def _address(self, url: str) -> None:
        scheme = re.match(r"[\s\x00-\x1f]*([^/?#:]*):", url)
        assert scheme is None or scheme[1].lower() in SCHEMES

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(html: str) -> None:
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open


@settings(max_examples=400)
@given(sources, dialects, st.booleans(), st.booleans(), st.integers(0, 8))
def test_nothing_runs_and_everything_is_balanced(
    source: str, dialect: Dialect, signature: bool, images: bool, quote_depth: int
) -> None:
    features = Features(signature=signature, images=images, quote_depth=quote_depth)
    made = markup.render(source, dialect, features=features)
    check(made.html)
    assert walled(made.html) == made.html
    check(markup.for_reader(made.html, images=False, smilies=False))
    markup.problems(source, dialect)
    markup.excerpt(made.text, 80)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300), dialects)
def test_any_text_renders(source: str, dialect: Dialect) -> None:
    check(markup.render(source, dialect).html)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["a", "b", " ", "\n", "[b]", "[/b]", "*", "[i]", "> "])))
def test_plain_text_has_no_html(pieces: list[str]) -> None:
    for dialect in DIALECTS:
        assert "<" not in markup.render("".join(pieces), dialect).text


@settings(max_examples=200)
@given(sources, dialects, dialects)
def test_a_quotation_is_one_quotation(source: str, dialect: Dialect, into: Dialect) -> None:
    told = markup.quote(f"word {source} word", dialect, "Ada [x] 'y'", 7, into)
    html = markup.render(f"{told}\nanswer", _read_as(into), features=Features(quote_depth=20)).html
    assert html.startswith('<blockquote class="quote"><cite')
    assert 'href="/posts/7/"' in html
    assert html.rindex("answer") > html.rindex("</blockquote>")
    assert html.count("answer") == 1


def _read_as(dialect: Dialect) -> Dialect:
    """A new text is never written in the dialect of 1.2."""
    return Dialect.BBCODE if dialect is Dialect.FLUXBB12 else dialect


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "piece",
    ["[", "(", "[b]", "[quote]", "[quote=", "[url=", "[list][*]", "[code]", "[table][tr][td]",
     "http://", "$", "`", "*", "**a ", "![", "[a](", "> ", "- ", "|", "&", "\n", "a\n", "@a ", ":)"],
)  # fmt: skip
def test_deep_and_long_texts_end(dialect: Dialect, piece: str) -> None:
    check(markup.render(piece * (60_000 // len(piece)), dialect).html)


def test_work_grows_with_the_length_and_not_faster() -> None:
    for piece in ("[", "[b]", "[quote]", "[/b]", "[list][*]", "[b][i]x[/b]", "[url=a]", "x[quote="):
        counts = [len(tokens.scan(piece * n, BBCODE)) for n in (500, 1_000)]
        assert counts[1] <= 2 * counts[0] + 1


def test_a_text_with_more_tags_than_anybody_writes_is_shown_as_typed_from_there() -> None:
    cut = tokens.scan("[b]x[/b]" * tokens.MOST_TAGS, BBCODE)
    assert sum(token.part is not tokens.Part.TEXT for token in cut) == tokens.MOST_TAGS
    assert len(matching.match(cut, quote_depth=3).partner) == len(cut)


def test_too_much_markdown_is_shown_plain_and_the_author_is_told() -> None:
    source = "*a* " * 25_000
    assert guard.is_too_much(source)
    made = markup.render(source, Dialect.MARKDOWN)
    assert "<em>" not in made.html
    assert made.text.startswith("*a* *a*")
    assert [p.code for p in markup.problems(source, Dialect.MARKDOWN)] == ["TOO_MUCH"]


def test_a_long_ordinary_text_is_not_too_much() -> None:
    paragraph = "Some *words*, a [link](https://example.com/) and `code` on a line or two.\n\n"
    assert not guard.is_too_much(paragraph * (60_000 // len(paragraph)))
