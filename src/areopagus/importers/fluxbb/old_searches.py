"""FluxBB's searches for words, in the words of ours. Pure: no database, no Django."""

from __future__ import annotations

from urllib.parse import urlencode

from areopagus.importers.fluxbb.old_things import Asked, Thing, Way

JOINING = frozenset({"and", "or", "not"})
MOST_KEYWORDS = 15
LONGEST_SEARCH = 300


def search_for(asked: Asked) -> Thing:
    """A search for words finds the same words; results that only the old board's session knew, the form."""
    words = _keywords(asked)
    if asked.says("author").strip("* "):
        words.append(f'author:"{_plain(asked.says("author"))}"')
    if not words:
        return Way("/search/", lasts="search_id" not in asked.query)
    said = asked.says("forums") or asked.says("forums[]") or asked.says("forum")
    words += [
        f"forum:{number}" for number in said.split(",") if number.isascii() and number.isdigit()
    ]
    by_date = asked.says("sort_by") == "0" and asked.says("sort_dir").upper() != "ASC"
    query = {
        "q": " ".join(words)[:LONGEST_SEARCH],
        "order": "newest" if by_date else "",
        "as": "posts" if asked.says("show_as") == "posts" else "",
    }
    return Way("/search/?" + urlencode({name: text for name, text in query.items() if text}))


def _keywords(asked: Asked) -> list[str]:
    """FluxBB joins words by and, or, not, and takes * for any letters, which our stems do without asking."""
    title = "title:" if asked.says("search_in") == "-1" else ""
    words, minus = [], ""
    for word in asked.says("keywords").replace("*", " ").split()[:MOST_KEYWORDS]:
        if word.casefold() in JOINING:
            minus = "-" if word.casefold() == "not" else ""
        elif plain := _plain(word):
            words.append(
                f"{minus}{title}{plain}" if plain.isalnum() else f'{minus}{title}"{plain}"'
            )
            minus = ""
    return words


def _plain(said: str) -> str:
    return " ".join(said.replace('"', " ").replace("*", " ").replace("\0", " ").split())
