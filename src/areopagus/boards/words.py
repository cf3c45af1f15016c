"""The board's list of words: some are shown otherwise, some hold a text back, refuse it or call the moderators.

One entry a line, as the option `boards.words` holds them:

    heck = darn
    casino* hold
    buy now refuse
    lottery flag

An asterisk stands for any letters and digits, also none, as in FluxBB. Words are found whole and in
whatever case; what holds Chinese, Japanese or Korean also within other words, for these have no spaces.

What is shown otherwise is so in posts, which are rendered anew, and in titles and signatures, which are looked
through when they are shown. What was written stays as it was. See decision 0037.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from areopagus.boards import options
from areopagus.boards.judging import Outcome
from areopagus.core.options import makes_sense
from areopagus.core.patterns import fits

MOST_ENTRIES, LONGEST = 1_000, 100
DEEDS = {"hold": Outcome.HOLD, "refuse": Outcome.REFUSE, "flag": Outcome.FLAG}
# What our own writer makes: attributes stand in double quotes.
TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
WORD = re.compile(r"\w+")
WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
PIECE = re.compile(r"(?P<blank>\s*)(?P<piece>[\w*]+|[^\w\s*])")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# In a longer run of letters nobody reads a word. So many words are remembered.
LONGEST_WORD, MOST_KNOWN = 200, 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """`replacement` is what is shown instead, None where the entry judges."""

    pattern: str
    outcome: Outcome = Outcome.PASS
    replacement: str | None = None

    @property
    def does(self) -> str:
        """In words, for whoever tries a text."""
        if self.replacement is not None:
            return f"shown as “{self.replacement}”"
        return {
            Outcome.HOLD: "waits for a moderator",
            Outcome.REFUSE: "is refused",
            Outcome.FLAG: "is published, and the moderators are told",
        }[self.outcome]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in a text an entry is found."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of an entry, or a sign in it such as "$". `is_apart`: a blank stands before it."""

    pattern: str
    is_apart: bool


# An entry whose first piece was found, and the pieces that must follow it.
Begun = tuple[Entry, Sequence[Piece]]


class WordList:
    """Entries, ready to be looked for: in time that grows with the text, however many there are."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.censors = any(entry.replacement is not None for entry in entries)
        # Entries by their first piece: as it stands, or with asterisks in it. The others follow it.
        self._by_word: defaultdict[str, list[Begun]] = defaultdict(list)
        self._by_pattern: list[tuple[str, Begun]] = []
        self._within: list[tuple[str, Entry]] = []
        for entry in entries:
            if UNSPACED.search(entry.pattern):
                self._within.append((entry.pattern.strip("*"), entry))
                continue
            for first, *rest in _ways(_pieces(entry.pattern)):
                if "*" in first.pattern:
                    self._by_pattern.append((first.pattern, (entry, rest)))
                else:
                    self._by_word[first.pattern].append((entry, rest))
        has_signs = any(re.search(r"[^\w\s*]", entry.pattern) for entry in entries)
        self._token = WORD_OR_SIGN if has_signs else WORD
        self._known: dict[str, list[Begun]] = {}

    def found_in(self, text: str) -> list[tuple[str, Entry]]:
        """What of the text is on the list, as it is written there, and the entry; each entry once."""
        found: dict[Entry, str] = {}
        for hit in self._hits(text):
            found.setdefault(hit.entry, text[hit.start : hit.end])
        return [(word, entry) for entry, word in found.items()]

    def censored(self, text: str) -> str:
        """With replacements; for showing only."""
        shown = (hit for hit in self._hits(text) if hit.entry.replacement is not None)
        pieces: list[str] = []
        at = 0
        for hit in sorted(shown, key=lambda one: (one.start, -one.end)):
            if hit.start >= at:
                pieces += [text[at : hit.start], hit.entry.replacement or ""]
                at = hit.end
        return "".join([*pieces, text[at:]])

    def _hits(self, text: str) -> Iterator[Hit]:
        for pattern, entry in self._within:
            at = text.find(pattern)
            while at >= 0:
                yield Hit(at, at + len(pattern), entry)
                at = text.find(pattern, at + len(pattern))
        words = list(self._token.finditer(text))
        for number, word in enumerate(words):
            for entry, rest in self._beginning_with(word[0]):
                last = words[number : number + len(rest) + 1]
                if _follow(text, last, rest) and _is_whole(text, word.start(), last[-1].end()):
                    yield Hit(word.start(), last[-1].end(), entry)

    def _beginning_with(self, word: str) -> list[Begun]:
        """All entries, for a mild one must not hide a strict one."""
        word = word[:LONGEST_WORD].casefold()
        if not self._by_pattern or not WORD.match(word):
            return self._by_word.get(word, [])
        # Asked once: another thread may empty it at any moment.
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            wild = [begun for pattern, begun in self._by_pattern if fits(pattern, word)]
            self._known[word] = found = [*self._by_word.get(word, []), *wild]
        return found


def _pieces(pattern: str) -> list[Piece]:
    return [
        Piece(found["piece"], is_apart=bool(found["blank"]))
        for found in PIECE.finditer(pattern.casefold().strip())
    ]


def _ways(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """An asterisk that stands by itself beside a sign, as in "$*", may be a word or nothing."""
    if not pieces:
        return [[]]
    first, *rest = pieces
    ways = [[first, *way] for way in _ways(rest)]
    if not first.pattern.strip("*"):
        if rest and not rest[0].is_apart:
            ways += _ways([replace(rest[0], is_apart=first.is_apart), *rest[1:]])
        elif not first.is_apart:
            ways += _ways(rest)
    return ways


def _follow(text: str, words: Sequence[re.Match[str]], rest: Sequence[Piece]) -> bool:
    """Whether what is behind the first word is as the entry has it, with nothing but blanks between."""
    if len(words) <= len(rest):
        return False
    return all(
        _suits(piece.pattern, word[0])
        and _is_gap(text[before.end() : word.start()], is_apart=piece.is_apart)
        for piece, before, word in zip(rest, words[:-1], words[1:], strict=True)
    )


def _suits(pattern: str, word: str) -> bool:
    """An asterisk stands for letters, never for a sign."""
    if "*" in pattern and not WORD.match(word):
        return False
    return fits(pattern, word[:LONGEST_WORD].casefold())


def _is_gap(between: str, *, is_apart: bool) -> bool:
    return between.isspace() if is_apart else not between


def _is_whole(text: str, start: int, end: int) -> bool:
    """Signs touch no letter either: "$$" is not found in "US$$"."""
    touches_before = start and not WORD.match(text[start]) and WORD.match(text[start - 1])
    touches_behind = not WORD.match(text[end - 1]) and WORD.match(text, end)
    return not (touches_before or touches_behind)


@lru_cache(maxsize=4)
def read_words(text: str) -> WordList:
    """ValueError says in a sentence which line makes no sense."""
    entries = [_entry(line) for line in filter(None, map(str.strip, text.splitlines()))]
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"The list may have {MOST_ENTRIES:,} entries; these are {len(entries):,}")
    return WordList(entries)


def _entry(line: str) -> Entry:
    pattern, sign, replacement = (part.strip() for part in f"{line} ".partition(" = "))
    outcome = Outcome.PASS
    if not sign:
        pattern, _, deed = (part.strip() for part in line.rpartition(" "))
        if deed not in DEEDS:
            raise ValueError(
                f"“{line[:LONGEST]}” says neither “= other words” nor hold, refuse or flag at its end"
            )
        outcome = DEEDS[deed]
    if len(pattern) > LONGEST or len(replacement) > LONGEST:
        raise ValueError(f"An entry has at most {LONGEST} characters: “{line[:LONGEST]}”")
    if pattern.count("*") > 3 or not pattern.replace("*", "").strip():  # noqa: PLR2004
        raise ValueError(
            f"An entry has at most three asterisks, and more than these: “{line[:LONGEST]}”"
        )
    if UNSPACED.search(pattern) and ("*" in pattern.strip("*") or " " in pattern):
        raise ValueError(
            f"Without spaces between words an asterisk is of no use: “{line[:LONGEST]}”"
        )
    return Entry(pattern, outcome, replacement if sign else None)


def written(pattern: str, replacement: str) -> str:
    """The line that shows `pattern` otherwise; "" when none could say so."""
    line = " ".join(f"{pattern} = {replacement}".split())
    try:
        (entry,) = read_words(line).entries
    except ValueError:
        return ""
    return line if entry.pattern == " ".join(pattern.split()) else ""


def word_list() -> WordList:
    return read_words(options.WORDS.get())


def shown_title(title: str) -> str:
    """A title, or another line of plain text, as readers see it."""
    return titled(title, word_list())


def titled(title: str, words: WordList) -> str:
    # What nobody can see nobody can follow.
    return (words.censored(title).strip() or "…") if words.censors and title else title


def shown_html(text: str) -> str:
    """HTML that was rendered without the list, such as a signature, as readers see it."""
    listed = word_list()
    return censored_html(text, listed) if listed.censors else text


def censored_html(text: str, words: WordList) -> str:
    """The words between the tags as they are shown."""
    pieces: list[str] = []
    at = 0
    for tag in TAG.finditer(text):
        pieces += [_censored(text[at : tag.start()], words), tag[0]]
        at = tag.end()
    return "".join([*pieces, _censored(text[at:], words)])


def _censored(text: str, words: WordList) -> str:
    if not text.strip():
        return text
    plain = html.unescape(text)
    shown = words.censored(plain)
    return text if shown == plain else html.escape(shown, quote=False)


@makes_sense
def _can_be_read() -> None:
    read_words(options.WORDS.get())
