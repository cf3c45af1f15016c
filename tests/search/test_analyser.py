"""What text becomes, and what is asked: the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.search.analyser import all_tokens, tokens, words_of
from areopagus.search.languages import language_of


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The rovers were landing", "rover landed"),
        ("Ёлки и корабли", "елка корабль"),
        ("ЁЛКИ", "ёлки"),
        ("Die Raketen sind nicht billig", "rakete"),
        ("Über den Krater und die Brücken", "uber kratern brücke"),
        ("Les fusées sont dans le ciel", "fusée"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("我们在火星上种土豆", "火星 土豆"),
        ("火星に水がある", "水"),
        ("naïve café", "naive cafe"),
        ("Straße nach Süden und das ist gut", "strasse"),
        ("set_timeout(5) in C++17", "set_timeout 17"),
        ("x86-64 and CVE-2021-44228", "CVE-2021-44228"),
    ],
)
def test_what_is_asked_is_found_in_what_was_written(written: str, asked: str) -> None:
    known = set(tokens(written))
    for word in words_of(asked):
        assert known & set(all_tokens(word.text)), word


def test_words_say_where_they_stand() -> None:
    text = "Ein Foto: 火星 2020"
    assert [text[w.start : w.end] for w in words_of(text)] == ["Ein", "Foto", "火", "星", "2020"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the dust is on the camera and it was not there", "english"),
        ("der Staub ist auf der Kamera und das ist nicht gut", "german"),
        ("la poussière est sur la caméra et ce n'est pas bon", "french"),
        ("mars", "english"),
        ("", "english"),
    ],
)
def test_languages_are_told_by_small_words(text: str, language: str) -> None:
    assert language_of([w.text for w in words_of(text)]) == language


@given(st.text(max_size=200))
def test_tokens_are_letters_and_digits_only(text: str) -> None:
    """So that no database reads anything else into them."""
    for token in tokens(text):
        assert token and not set(token) & set("'\"\\:&|!()* \t\n\0")


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself(text: str) -> None:
    known = tokens(text)
    asked = [all_tokens(word.text) for word in words_of(text)]
    assert all(token in some for token, some in zip(known, asked, strict=True))
