"""How fast search is on a large board: `python bench/search/run.py FOLDER [--database postgresql://…] [--index]`.

FOLDER is a board of bench/speed/generate.py; with --index its index is made first and timed. Asks each sort
of question many times, cold words and warm ones alike, as a member who may see everything and as a
guest who may not, and prints the median and the slowest hundredth in milliseconds: of the clock, and of
processor time, the database's included, in which what other programs do hardly shows (Linux only).
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median, quantiles

SEED, TIMES = 5, 200
SAMPLE = 4_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database")
    parser.add_argument("--index", action="store_true")
    said = parser.parse_args()
    if said.database:
        os.environ["AREOPAGUS_DATABASE"] = said.database
    from areopagus.ops.command import _open_board

    _open_board(said.folder)
    if said.index:
        _make_index(said.folder)
    _ask_all()


def _make_index(folder: Path) -> None:
    from areopagus.search.indexing import rebuild

    before, begin = _size(folder), time.perf_counter()
    count = rebuild()
    took = time.perf_counter() - begin
    print(
        f"indexed {count:,} posts in {took:.0f} s, {count / took:,.0f} a second; {(_size(folder) - before) / 1e6:,.0f} MB"
    )


def _size(folder: Path) -> int:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('search_index')")
            return int(cursor.fetchone()[0])
    return sum(file.stat().st_size for file in folder.glob("board.sqlite3*"))


def _ask_all() -> None:
    from areopagus.accounts import actors
    from areopagus.accounts.models import Group, User
    from areopagus.search.index import TooBroad
    from areopagus.search.pages import search_page

    ada = actors.member(
        User.objects.filter(group__role=Group.Role.ADMINISTRATORS).select_related("group")[0]
    )
    guest = actors.guest("203.0.113.9")
    print(f"\n{'':40}{'p50':>8}{'p99':>8}{'CPU p50':>9}{'CPU p99':>9}  found")
    for kind, questions in _questions().items():
        for who, actor in (("administrator", ada), ("guest", guest)):
            times, worked, found, ended = [], [], [], 0
            for question in questions:
                begin, at_work = time.perf_counter(), _work()
                try:
                    found.append(search_page(actor, question).total)
                except TooBroad:
                    ended += 1
                times.append(1000 * (time.perf_counter() - begin))
                worked.append(_work() - at_work)
            said = f", {ended} ended" if ended else ""
            print(
                f"{kind + ', ' + who:40}{median(times):8.1f}{_p99(times):8.1f}{median(worked):9.1f}{_p99(worked):9.1f}"
                f"  {median(found) if found else 0:,.0f}{said}",
                flush=True,
            )


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98]


def _work() -> float:
    """Milliseconds of processor time that we and the database have had, by the scheduler's own count."""
    from django.db import connection

    pids = ["self"]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        pids.append(str(connection.connection.info.backend_pid))
    spent = (Path(f"/proc/{pid}/schedstat").read_text().split()[0] for pid in pids)
    return sum(map(int, spent)) / 1e6


def _questions() -> dict[str, list[str]]:
    """Words as often as the board has them: the commonest, middling and rare ones; pairs, phrases, filters."""
    from areopagus.accounts.models import User
    from areopagus.boards.models import Post
    from areopagus.boards.stored_html import plain_text

    chance = Random(SEED)
    newest = Post.objects.order_by("-pk").values_list("pk", flat=True)[0]
    ids = [chance.randint(1, newest) for _ in range(SAMPLE)]
    texts = [
        plain_text(html) for html in Post.objects.filter(pk__in=ids).values_list("html", flat=True)
    ]
    counts = Counter(
        word for text in texts for word in set(text.casefold().split()) if word.isalpha()
    )
    ordered = [word for word, _ in counts.most_common()]
    common, middling, rare = ordered[:40], ordered[40:400], ordered[400:]
    names = list(User.objects.values_list("name", flat=True)[:400])
    pairs = [
        text.split()[i : i + 2]
        for text in texts
        for i in [chance.randrange(max(1, len(text.split()) - 2))]
    ]
    phrases = [
        f'"{" ".join(pair)}"' for pair in pairs if len(pair) == 2 and all(w.isalpha() for w in pair)
    ]

    def some(pool: list[str]) -> list[str]:
        return [chance.choice(pool) for _ in range(TIMES)]

    return {
        "a common word": some(common),
        "a middling word": some(middling),
        "a rare word": some(rare or middling),
        "two common words": [f"{a} {b}" for a, b in zip(some(common), some(common), strict=True)],
        "a common and a rare word": [
            f"{a} {b}" for a, b in zip(some(common), some(rare or middling), strict=True)
        ],
        "a phrase": some(phrases),
        "a common word by one author": [
            f'{a} author:"{n}"' for a, n in zip(some(common), some(names), strict=True)
        ],
        "a common word in one year": [f"{a} after:2015 before:2016" for a in some(common)],
        "a word that there is not": [f"zzyx{n}" for n in range(TIMES)],
    }


if __name__ == "__main__":
    main()
