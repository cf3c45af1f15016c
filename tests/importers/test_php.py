"""PHP's serialised arrays are read as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.importers.php import NotSerialised, unserialised


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'a:1:{s:11:"o\'Brien <x>";i:5;}', {b"o'Brien <x>": 5}),
        (b"a:2:{i:0;b:1;i:1;a:0:{}}", {0: True, 1: {}}),
        (b"N;", None),
        (b"d:0.5;", 0.5),
        # After a change of character set the length is of the bytes that were.
        ('a:1:{s:4:"Müller";i:7;}'.encode(), {"Müller".encode(): 7}),
    ],
)
def test_values(text: bytes, value: object) -> None:
    assert unserialised(text) == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b'O:8:"stdClass":0:{}',
        b'a:1:{O:1:"X":0:{}i:1;}',
        b"a:99999999999:{",
        b"a:1:{i:1;i:2;",
        b"i:1;i:2;",
        b"s:5:x",
        b"a:1:{i:0;" * 30,
        b"i:four;",
    ],
)
def test_anything_else_is_refused(text: bytes) -> None:
    with pytest.raises(NotSerialised):
        unserialised(text)


@given(st.binary(max_size=100))
def test_garbage_is_a_value_or_refused(text: bytes) -> None:
    try:
        value = unserialised(text)
    except NotSerialised as reason:
        assert str(reason)
    else:
        assert value is None or isinstance(value, bool | int | float | bytes | dict)
