"""Several searches at once: a stemmer holds the word it works on."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from areopagus.search import languages

WORDS = [
    a + b for a in ("running", "relational", "houses", "happiness") for b in ("s", "ed", "ing")
]


def test_threads_do_not_mix_up_their_words() -> None:
    # Without what is remembered.
    stem = languages.stem.__wrapped__
    wanted = [stem(word, "english") for word in WORDS]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: [stem(w, "english") for w in WORDS], range(200)))
    finally:
        sys.setswitchinterval(interval)
    assert found == [wanted] * 200
