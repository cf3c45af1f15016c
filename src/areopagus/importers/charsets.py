"""What old bytes meant. Nothing is guessed silently: every decision is counted.

FluxBB 1.2 stored the page's character set in columns that said latin1; upgrades and dumps converted
that once, never, or once too often (FluxBB fact sheet §1.6).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

# MySQL's latin1 is Windows-1252 with the five unassigned places as they are.
UNASSIGNED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_TO_CONTROL = {place: chr(place) for place in UNASSIGNED}
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_LEFT_UNASSIGNED = re.compile("[\x81\x8d\x8f\x90\x9d]")
REFERENCE = re.compile(r"&#([0-9]{2,7});")
# Two bytes of UTF-8 read as Windows-1252 begin with one of these.
_SUSPECT = re.compile("[Â-ô][\x80-\xbf\u0152-\u2122]")
LARGEST = 0x10FFFF
# Of each kind so many samples are kept, each so much before and behind what is not ASCII.
SAMPLES, BEFORE, BEHIND = 20, 30, 60


def _unassigned(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] in UNASSIGNED:
        return _TO_CONTROL[error.object[error.start]], error.start + 1
    if isinstance(error, UnicodeEncodeError) and ord(error.object[error.start]) in UNASSIGNED:
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


codecs.register_error("areopagus.mysql_latin1", _unassigned)


@dataclass(frozen=True, slots=True)
class Sample:
    """Part of one value: where it stood, and how it was read. `was` is how it reads unrepaired."""

    column: str
    said: str
    was: str = ""


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
        # Control characters do not come along; the values that held some, by column.
        self.cleaned: Counter[str] = Counter()
        # By kind: the legacy character set, "doubtful", "encoded twice".
        self.samples: defaultdict[str, list[Sample]] = defaultdict(list)

    def text(self, value: bytes, column: str) -> str:
        """Never fails; what the legacy character set does not know is counted as doubtful."""
        if value.isascii():
            self.counted["ASCII"] += 1
            said = value.decode("ascii")
        else:
            said = self._beyond_ascii(value, column)
        if CONTROLS.search(said):
            self.cleaned[column] += 1
            return CONTROLS.sub("", said)
        return said

    def _beyond_ascii(self, value: bytes, column: str) -> str:
        try:
            said = value.decode("utf-8")
        except UnicodeDecodeError:
            return self._from_legacy(value, column)
        self.counted["UTF-8"] += 1
        self.beyond_ascii[column] += 1
        once = undoubled(said)
        if once is not None:
            self.doubled[column] += 1
            self._sample("encoded twice", column, once, said)
        return said

    def _from_legacy(self, value: bytes, column: str) -> str:
        self.counted[self.legacy] += 1
        said = self._legacy_or_doubtful(value)
        kind = self.legacy if said is not None else "doubtful"
        if said is None:
            self.counted["doubtful"] += 1
            said = value.decode("cp1252", "areopagus.mysql_latin1")
        self._sample(kind, column, said)
        return said

    def _legacy_or_doubtful(self, value: bytes) -> str | None:
        if self.legacy == "cp1252":
            said = value.decode("cp1252", "areopagus.mysql_latin1")
            # Nobody typed what has no place in the character set.
            return None if _LEFT_UNASSIGNED.search(said) else said
        try:
            return value.decode(self.legacy)
        except UnicodeDecodeError:
            return None

    def _sample(self, kind: str, column: str, said: str, was: str = "") -> None:
        if len(self.samples[kind]) < SAMPLES:
            found = _BEYOND_ASCII.search(said)
            at = found.start() if found else 0
            part = slice(max(at - BEFORE, 0), at + BEHIND)
            self.samples[kind].append(Sample(column, said[part], was[part]))

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
