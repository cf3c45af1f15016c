"""A page with choices and holes, filled and compressed in parts, is the page; and checksums can be put together."""

from __future__ import annotations

import gzip
import zlib

import pytest
from django.middleware.csrf import _unmask_cipher_token  # type: ignore[attr-defined]
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from areopagus.core.checksums import WORTH_IT, Checked
from areopagus.core.sharing import Either, Form, Outline, OwnIds, among, either, hole
from areopagus.core.tokens import SECRET, masked

TEXTS = st.text(st.characters(codec="utf-8"), max_size=300)
WORDS = st.fixed_dictionaries(
    {
        "name": TEXTS.map(str.encode),
        # Longer than what is stored as it is.
        "facts": TEXTS.map(lambda text: text.encode() * 3),
        "token": st.binary(min_size=64, max_size=64),
    }
)


def page(begin: str, middle: str, end: str) -> bytes:
    yes_or_no = either(Either("new"), lambda is_new: escape("New" if is_new else "Old"))
    token = either(
        Either("form"), lambda has: escape("input ") + hole("token") if has else Markup()
    )
    parts = (begin, hole("name"), middle, yes_or_no, hole("facts"), token, middle, end * 40)
    return "".join(map(str, parts)).encode()


def test_weighed_while_another_thread_makes_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    outline = Outline(page("", "", ""))

    def meanwhile(_: Form) -> int:
        outline.form(frozenset({"new"}))
        return 1

    monkeypatch.setattr(Form, "size", property(meanwhile, lambda *_: None), raising=False)
    outline.form(frozenset())
    assert outline.size > 1


def filled(begin: str, middle: str, end: str, words: dict[str, bytes], so: set[str]) -> bytes:
    texts = [text.encode() for text in (begin, middle, end * 40)]
    token = b"input " + words["token"] if "form" in so else b""
    new = b"New" if "new" in so else b"Old"
    return b"".join(
        (texts[0], words["name"], texts[1], new, words["facts"], token, texts[1], texts[2])
    )


@given(TEXTS, TEXTS, TEXTS, WORDS, st.sets(st.sampled_from(["new", "form", "else"])))
def test_the_parts_make_the_whole(
    begin: str, middle: str, end: str, words: dict[str, bytes], so: set[str]
) -> None:
    outline = Outline(page(begin, middle, end))
    whole = filled(begin, middle, end, words, so)

    # The third time it is compressed better.
    for _ in range(3):
        assert gzip.decompress(outline.form(frozenset(so)).gzipped(words)) == whole


def test_what_a_page_does_not_tell_makes_no_other_form() -> None:
    outline = Outline(page("", "", ""))

    assert outline.form(frozenset({"new", "else"})) is outline.form(frozenset({"new"}))
    assert outline.form(frozenset({"form"})) is not outline.form(frozenset({"new"}))


def test_what_is_the_same_for_all_is_said_once() -> None:
    assert either(Either("new"), lambda _: escape("same")) == "same"
    assert either(True, lambda is_so: escape(str(is_so))) == "True"
    assert among(3, OwnIds("unread")) == Either("unread:3")
    assert among(3, {3}) is True


@given(st.binary(max_size=50), st.binary(max_size=50), st.integers(0, 3 * WORTH_IT))
def test_a_checksum_is_put_together(first: bytes, last: bytes, length: int) -> None:
    parts = [first, last * length, last]
    crc = 0
    for part in parts:
        crc = Checked(part).added_to(crc)

    assert crc == zlib.crc32(b"".join(parts))


@given(st.from_regex(SECRET, fullmatch=True))
def test_a_token_is_one_that_django_takes(secret: str) -> None:
    token = masked(secret)

    assert _unmask_cipher_token(token) == secret
    assert token != masked(secret)


@pytest.mark.parametrize(
    "said", ["", "a" * 31, "a" * 33, "a" * 31 + "é", "a" * 31 + "\n", "a" * 64]
)
def test_what_is_no_secret_is_left_to_django(said: str) -> None:
    assert not SECRET.fullmatch(said)
