"""What old bytes meant. Nothing is guessed silently: every decision is counted.

FluxBB 1.2 stored the page's character set in columns that said latin1; upgrades and dumps converted
that once, never, or once too often (FluxBB fact sheet §1.6).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

# MySQL's latin1 is Windows-1252 with the five unassigned places as they are.
UNASSIGNED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_TO_CONTROL = {place: chr(place) for place in UNASSIGNED}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
REFERENCE = re.compile(r"&#([0-9]{2,7});")
# Two bytes of UTF-8 read as Windows-1252 begin with one of these.
_SUSPECT = re.compile("[Â-ô][\x80-\xbf\u0152-\u2122]")
LARGEST = 0x10FFFF


def _unassigned(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] in UNASSIGNED:
        return _TO_CONTROL[error.object[error.start]], error.start + 1
    if isinstance(error, UnicodeEncodeError) and ord(error.object[error.start]) in UNASSIGNED:
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


codecs.register_error("areopagus.mysql_latin1", _unassigned)


class Decoder:
    """Turns bytes into text, value by value, and keeps count.

    `legacy` is the character set of what is not UTF-8; Windows-1252 when nobody knows better.
    """

    def __init__(self, legacy: str = "cp1252") -> None:
        self.legacy = legacy
        self.counted: Counter[str] = Counter()
        # Text beyond ASCII by column, and how much of it reads as UTF-8 once more.
        self.beyond_ascii: Counter[str] = Counter()
        self.doubled: Counter[str] = Counter()

    def text(self, value: bytes, column: str) -> str:
        """Never fails; what the legacy character set does not know is counted as doubtful."""
        if value.isascii():
            self.counted["ASCII"] += 1
            said = value.decode("ascii")
        else:
            said = self._beyond_ascii(value, column)
        return CONTROLS.sub("", said) if CONTROLS.search(said) else said

    def _beyond_ascii(self, value: bytes, column: str) -> str:
        try:
            said = value.decode("utf-8")
        except UnicodeDecodeError:
            return self._from_legacy(value)
        self.counted["UTF-8"] += 1
        self.beyond_ascii[column] += 1
        if undoubled(said) is not None:
            self.doubled[column] += 1
        return said

    def _from_legacy(self, value: bytes) -> str:
        self.counted[self.legacy] += 1
        handler = "areopagus.mysql_latin1" if self.legacy == "cp1252" else "strict"
        try:
            return value.decode(self.legacy, handler)
        except UnicodeDecodeError:
            self.counted["doubtful"] += 1
            return value.decode("cp1252", "areopagus.mysql_latin1")

    def is_doubled(self, column: str) -> bool:
        """Whether most of a column was encoded twice; a single such value may be meant so."""
        return 2 * self.doubled[column] > self.beyond_ascii[column]


def undoubled(text: str) -> str | None:
    """`text` before it was taken for Windows-1252 and encoded again; None when it never was.

    The proof is the round trip: whoever writes "Ã¼" on purpose does not do so in every word.
    """
    if not _SUSPECT.search(text):
        return None
    try:
        once = text.encode("cp1252", "areopagus.mysql_latin1").decode("utf-8")
    except UnicodeError:
        return None
    return once if len(once) < len(text) else None


def without_references(text: str) -> str:
    """Browsers sent 1.2 what its pages could not hold as "&#269;"; 1.2 showed the character."""
    return REFERENCE.sub(_character, text) if "&#" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1])
    if 128 <= code < 160:  # noqa: PLR2004 - browsers mean Windows-1252 there.
        return bytes([code]).decode("cp1252", "areopagus.mysql_latin1")
    # Surrogates and control characters are none, whatever they are called.
    is_character = 32 <= code <= LARGEST and not 0xD800 <= code < 0xE000  # noqa: PLR2004
    return chr(code) if is_character else found[0]
