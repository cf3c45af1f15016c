"""The board's list of words: some are shown otherwise, some hold a text back, refuse it or call the moderators.

One entry a line, as the option `boards.words` holds them:

    heck = darn
    casino* hold
    buy now refuse
    lottery flag

An asterisk stands for any letters and digits, also none, as in FluxBB. Words are found whole and in
whatever case; what holds Chinese, Japanese or Korean also within other words, for these have no spaces.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from areopagus.boards import options
from areopagus.boards.judging import Judgement, Outcome, Writing, judge
from areopagus.core.options import makes_sense

MOST_ENTRIES, LONGEST = 1_000, 100
DEEDS = {"hold": Outcome.HOLD, "refuse": Outcome.REFUSE, "flag": Outcome.FLAG}
# What our own writer makes: attributes stand in double quotes.
TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# In a longer run of letters nobody reads a word.
LONGEST_WORD = 200
REASONS = {
    Outcome.HOLD: "Some words in it are on this board's list, so a moderator looks at it first.",
    Outcome.REFUSE: "The word “{}” may not be written here.",
    Outcome.FLAG: "",
}


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


class WordList:
    """Entries, ready to be looked for: in time that grows with the text, however many there are."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._whole: dict[str, Entry] = {}
        self._phrases: list[tuple[re.Pattern[str], Entry]] = []
        wild: list[Entry] = []
        for entry in entries:
            key = entry.pattern.casefold()
            if " " in key or UNSPACED.search(key):
                self._phrases.append((re.compile(_expression(key), re.IGNORECASE), entry))
            elif "*" in key:
                wild.append(entry)
            else:
                self._whole[key] = entry
        self._wild = [(re.compile(_of_word(entry.pattern.casefold())), entry) for entry in wild]
        self._known: dict[str, Entry | None] = {}

    def found_in(self, text: str) -> list[tuple[str, Entry]]:
        """What of the text is on the list, as it is written there, and the entry; each entry once."""
        found: dict[Entry, str] = {}
        for word in WORD.findall(text):
            if (entry := self._entry_of(word)) is not None:
                found.setdefault(entry, word)
        for expression, entry in self._phrases:
            if (hit := expression.search(text)) is not None:
                found.setdefault(entry, hit[0])
        return [(word, entry) for entry, word in found.items()]

    def censored(self, text: str) -> str:
        """With replacements; for showing only."""

        def replaced(word: re.Match[str]) -> str:
            entry = self._entry_of(word[0])
            if entry is None or entry.replacement is None:
                return word[0]
            return entry.replacement

        text = WORD.sub(replaced, text)
        for expression, entry in self._phrases:
            if (shown := entry.replacement) is not None:
                text = expression.sub(shown.replace("\\", r"\\"), text)
        return text

    @property
    def censors(self) -> bool:
        return any(entry.replacement is not None for entry in self.entries)

    def _entry_of(self, word: str) -> Entry | None:
        word = word[:LONGEST_WORD].casefold()
        if (entry := self._whole.get(word)) is not None or not self._wild:
            return entry
        if word not in self._known:
            if len(self._known) > 50_000:  # noqa: PLR2004
                self._known.clear()
            hits = (one for expression, one in self._wild if expression.fullmatch(word))
            self._known[word] = next(hits, None)
        return self._known[word]


def _of_word(pattern: str) -> str:
    """Asterisks beside one another are one, so that nothing is tried twice."""
    return r"\w*".join(map(re.escape, re.sub(r"\*+", "*", pattern).split("*")))


def _expression(pattern: str) -> str:
    parts = [_of_word(part) for part in pattern.split()]
    joined = r"\s{1,5}".join(parts)
    return joined if UNSPACED.search(pattern) else rf"(?<!\w){joined}(?!\w)"


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
    return Entry(pattern, outcome, replacement if sign else None)


def word_list() -> WordList:
    return read_words(options.WORDS.get())


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


@judge("words")
def by_words(writing: Writing) -> Judgement | None:
    """The strongest of what is found."""
    found = [
        (word, entry)
        for word, entry in word_list().found_in(
            f"{writing.title}\n{writing.made.text}\n{writing.source}"
        )
        if entry.outcome > Outcome.PASS
    ]
    if not found:
        return None
    word, strongest = max(found, key=lambda one: one[1].outcome)
    evidence = tuple(
        f"“{word}” is on the list of words ({entry.pattern})." for word, entry in found
    )
    return Judgement(strongest.outcome, "words", REASONS[strongest.outcome].format(word), evidence)
