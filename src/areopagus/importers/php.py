"""PHP's serialised arrays, read as data. Objects are refused: nothing of PHP ever comes to life."""

from __future__ import annotations

Value = None | bool | int | float | bytes | dict["int | bytes", "Value"]
DEEPEST = 20


class NotSerialised(ValueError):
    """The bytes are no serialised value, or one that holds an object."""


def unserialised(text: bytes) -> Value:
    """The value of such as `a:1:{s:5:"Alice";i:7;}`.

    The lengths count bytes. After a change of character set they are wrong; then the end of a
    string is where its quotation mark stands before a semicolon.
    """
    reader = _Reader(text)
    value = reader.value(0)
    if text[reader.at :].strip():
        raise NotSerialised("something stands behind the value")
    return value


class _Reader:
    def __init__(self, text: bytes) -> None:
        self.text, self.at = text, 0

    def value(self, depth: int) -> Value:
        kind = self.text[self.at : self.at + 2]
        self.at += 2
        if kind == b"N;":
            return None
        if kind == b"s:":
            return self._string()
        if kind == b"a:" and depth < DEEPEST:
            return self._array(depth)
        if kind in {b"i:", b"b:", b"d:"}:
            said = self._until(b";")
            try:
                if kind == b"d:":
                    return float(said)
                return int(said) if kind == b"i:" else said == b"1"
            except ValueError as error:
                raise NotSerialised("a number that is none") from error
        raise NotSerialised(f"a value of the kind {kind!r}")

    def _until(self, end: bytes) -> bytes:
        stop = self.text.find(end, self.at)
        if stop < 0:
            raise NotSerialised("the value breaks off")
        said, self.at = self.text[self.at : stop], stop + len(end)
        return said

    def _length(self) -> int:
        digits = self._until(b":")
        if not digits.isdigit() or len(digits) > len(str(len(self.text))):
            raise NotSerialised("a length that cannot be")
        return int(digits)

    def _string(self) -> bytes:
        length = self._length()
        if self.text[self.at : self.at + 1] != b'"':
            raise NotSerialised("a string without quotation marks")
        begin = self.at + 1
        stop = begin + length
        if self.text[stop : stop + 2] != b'";':
            stop = self.text.find(b'";', begin)
            if stop < 0:
                raise NotSerialised("the value breaks off")
        self.at = stop + 2
        return self.text[begin:stop]

    def _array(self, depth: int) -> dict[int | bytes, Value]:
        count = self._length()
        if self.text[self.at : self.at + 1] != b"{":
            raise NotSerialised("an array without brackets")
        self.at += 1
        found: dict[int | bytes, Value] = {}
        for _ in range(count):
            key = self.value(depth + 1)
            if not isinstance(key, int | bytes):
                raise NotSerialised("a key that is neither number nor text")
            found[key] = self.value(depth + 1)
        if self.text[self.at : self.at + 1] != b"}":
            raise NotSerialised("an array that does not end")
        self.at += 1
        return found
