"""The literals of SQL as bytes. Numbers stay digits, so that nothing is rounded."""

from __future__ import annotations

import re

# Possessive, so that no hostile text makes the pattern go back over what it has read.
BACKSLASHED = rb"'((?:[^'\\]++|\\.|'')*+)'"
STANDARD = rb"'((?:[^']++|'')*+)'"
# One value and what stands behind it. Groups: text, text with backslashes in standard SQL,
# hexadecimal twice, number, word, the end.
_VALUE = rb"""\s*(?:
    (?:(?:_[a-z0-9]+|N)\s*)? %s
  | [eE] ( '(?:[^'\\]++|\\.|'')*+' )
  | 0x([0-9A-Fa-f]*)
  | [xX]'([0-9A-Fa-f\s]*)'
  | ([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)
  | ([A-Za-z]+)
)\s*(::[A-Za-z ]+)?([,)])"""
MYSQL_VALUE = re.compile(_VALUE % BACKSLASHED, re.VERBOSE | re.DOTALL)
STANDARD_VALUE = re.compile(_VALUE % STANDARD, re.VERBOSE | re.DOTALL)

_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_MEANINGS = {
    b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a",
}  # fmt: skip
_COPY_ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_COPY_MEANINGS = {
    b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v",
}  # fmt: skip
_WORDS = {b"null": None, b"default": None, b"true": b"1", b"false": b"0"}


def value_of(found: re.Match[bytes], *, has_backslashes: bool) -> bytes | None:
    """What a match of one of the two patterns means. ValueError for a word that is no value."""
    text = found[1]
    if text is not None:
        if has_backslashes:
            return unescaped(text) if b"\\" in text or b"''" in text else text
        return text.replace(b"''", b"'")
    number = found[5]
    if number is not None:
        return number
    word = found[6]
    if word is not None:
        if word.lower() not in _WORDS:
            raise ValueError(word.decode("ascii"))
        return _WORDS[word.lower()]
    if found[2] is not None:
        return unescaped(found[2][1:-1])
    digits = found[3] if found[3] is not None else found[4]
    return bytes.fromhex(digits.decode("ascii"))


def unescaped(text: bytes) -> bytes:
    """What stands between quotation marks in MySQL."""
    return _ESCAPE.sub(_unescape, text)


def _unescape(found: re.Match[bytes]) -> bytes:
    letter: bytes | None = found[1]
    return b"'" if letter is None else _MEANINGS.get(letter, letter)


def copied(field: bytes) -> bytes | None:
    r"""What a field of PostgreSQL's COPY means; `\N` is NULL."""
    if field == b"\\N":
        return None
    return _COPY_ESCAPE.sub(_uncopy, field) if b"\\" in field else field


def _uncopy(found: re.Match[bytes]) -> bytes:
    said: bytes = found[1]
    if said[:1] == b"x" and len(said) > 1:
        return bytes([int(said[1:], 16)])
    if said[0] in b"01234567":
        return bytes([int(said, 8) & 0xFF])
    return _COPY_MEANINGS.get(said, said)
