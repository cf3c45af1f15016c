"""What old bytes meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.importers.charsets import Decoder, Sample, undoubled, without_references


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_utf8_is_utf8(text: str) -> None:
    assert Decoder().text(text.encode(), "posts.message") == text


@given(st.binary())
def test_no_bytes_are_refused_and_none_becomes_a_question_mark(value: bytes) -> None:
    said = Decoder().text(value, "posts.message")
    assert said.count("?") == value.count(b"?")
    assert "\ufffd" not in said or "\ufffd".encode() in value


def test_the_old_character_set_is_used_for_what_is_not_utf8() -> None:
    assert Decoder("cp1251").text("Привет".encode("cp1251"), "posts.message") == "Привет"
    assert Decoder().text(b"caf\xe9 \x93so\x94", "posts.message") == "café “so”"


def test_every_decision_is_counted() -> None:
    decoder = Decoder()
    for value in (b"plain", "ü".encode(), b"caf\xe9"):
        decoder.text(value, "posts.message")
    assert decoder.counted == {"ASCII": 1, "UTF-8": 1, "cp1252": 1}


def test_what_was_decided_is_shown_with_samples() -> None:
    decoder = Decoder("cp1251")
    decoder.text("Привет".encode("cp1251"), "users.username")
    decoder.text(b"what \x98 is this", "posts.message")
    decoder.text(b"a\x00b", "topics.subject")
    for _ in range(30):
        decoder.text("Привет".encode("cp1251"), "users.username")
    assert decoder.counted["doubtful"] == 1
    assert decoder.samples["cp1251"] == [Sample("users.username", "Привет")] * 20
    assert [s.column for s in decoder.samples["doubtful"]] == ["posts.message"]
    assert decoder.cleaned == {"topics.subject": 1}


def test_samples_show_the_part_in_question_before_and_after() -> None:
    decoder = Decoder()
    decoder.text(("x" * 99 + "Ã¼ber" + "y" * 99).encode(), "topics.subject")
    (sample,) = decoder.samples["encoded twice"]
    assert sample.was.strip("xy") == "Ã¼ber"
    assert sample.said.strip("xy") == "über"
    assert len(sample.was) < 100


def test_what_no_character_of_windows_1252_is_makes_a_value_doubtful() -> None:
    decoder = Decoder()
    decoder.text(b"caf\xe9 \x81", "posts.message")
    decoder.text(b"caf\xe9", "posts.message")
    assert decoder.counted == {"cp1252": 2, "doubtful": 1}


@given(st.text(alphabet="äöüßéèñ€“”ПриветΔ漢", min_size=1))
def test_what_was_encoded_twice_comes_back(text: str) -> None:
    twice = text.encode().decode("cp1252", "areopagus.mysql_latin1")
    assert undoubled(twice) == text


@pytest.mark.parametrize("text", ["plain", "Grüße", "Привет", "½ Å", "漢字"])
def test_what_was_encoded_once_is_left_alone(text: str) -> None:
    assert undoubled(text) is None


def test_a_column_is_repaired_only_when_most_of_it_was_encoded_twice() -> None:
    decoder = Decoder()
    for text in ("Ã¼", "Grüße", "Tromsø"):
        decoder.text(text.encode(), "posts.message")
    assert not decoder.is_doubled("posts.message")
    for _ in range(3):
        decoder.text("Ã¼".encode(), "posts.message")
    assert decoder.is_doubled("posts.message")


@pytest.mark.parametrize(
    ("stored", "meant"),
    {
        "&#269;": "č",
        "&#1055;&#8364;": "П€",
        "&#150;": "–",
        "&#55296;": "&#55296;",
        "&#7;": "&#7;",
        "&#9999999;": "&#9999999;",
        "&amp;": "&amp;",
    }.items(),
)
def test_references_of_browsers_become_characters(stored: str, meant: str) -> None:
    assert without_references(stored) == meant
