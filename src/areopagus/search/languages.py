"""In which language something is written, as far as stemming needs to know it.

By small words that are frequent in one language and rare in the others. A text without any is English;
a query is looked for in all of them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer

ENGLISH, RUSSIAN = "english", "russian"
SMALL_WORDS = {
    ENGLISH: "the of and to is that it was for on are with as this have from not but what all were when there been",
    "german": "der die und das ist nicht den mit von ein eine zu auf sich des dem dass auch für wird sind war oder wie",
    "french": "le la les des et est une dans que pour pas qui sur avec ce il sont nous vous mais plus être cette au",
    "spanish": "el los las que y en una por con no para es del se lo como pero más su al este está hay son muy",
    "italian": "il di che e un per non sono della con una gli da le si come più anche nel ma questo alla ha",
    "dutch": "de het een van en ik dat niet op te zijn voor met die er aan maar ook als wordt naar heeft bij",
    "portuguese": "o os que e do da em um uma para com não por mais as dos como mas foi ao ele das tem seu",
}
LANGUAGES = tuple(SMALL_WORDS)
# How many words at the beginning are looked at.
LOOKED_AT = 200
_language_of: dict[str, tuple[str, ...]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in _words.split():
        _language_of[_word] = (*_language_of.get(_word, ()), _language)
# A stemmer holds the word it works on, so one thread at a time.
_turn = threading.Lock()
_stemmers = {name: snowballstemmer.stemmer(name) for name in (*LANGUAGES, RUSSIAN)}


def language_of(words: Sequence[str]) -> str:
    """Of words in lower case. A word that several languages have counts for each."""
    found = dict.fromkeys(LANGUAGES, 0)
    for word in words[:LOOKED_AT]:
        for language in _language_of.get(word, ()):
            found[language] += 1
    return max(LANGUAGES, key=lambda language: (found[language], language == ENGLISH))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Of a word in lower case.

    Russian until nothing more goes: once leaves forms of one word apart (метан is "мета", метане "метан").
    """
    with _turn:
        stemmed = str(_stemmers[language].stemWord(word))
    if language != RUSSIAN or stemmed == word:
        return stemmed
    return stem(stemmed, language)
