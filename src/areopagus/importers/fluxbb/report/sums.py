"""What the import has already counted: rows, changes, columns, character sets."""

from __future__ import annotations

import re

from areopagus.core.clock import now
from areopagus.importers.charsets import Decoder, Sample
from areopagus.importers.dumps import name_of
from areopagus.importers.fluxbb.moving.pictures import TABLE as PICTURES
from areopagus.importers.fluxbb.report.facts import (
    Charsets,
    ColumnLeft,
    Origin,
    PictureLeft,
    Pictures,
    Reading,
    Reason,
    TableSum,
    TwiceEncoded,
    Value,
    Year,
)
from areopagus.importers.fluxbb.schema import COLUMNS, NOT_TAKEN, TABLES
from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.ledger import Ledger
from areopagus.uploads.models import Smiley

# Passwords may stand there, also one for the old board's mail server.
SECRET = {
    "config.conf_value",
    "users.password",
    "users.salt",
    "users.activate_string",
    "users.activate_key",
}
OF_A_MOD = "not a column of FluxBB itself; kept in import-archive"
LONGEST_EXAMPLE, MOST_PICTURES = 200, 200
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
YEARS = """
SELECT strftime('%Y', posted, 'unixepoch') AS year, COUNT(*) AS posts FROM posts
WHERE id > 0 AND posted BETWEEN 1 AND 4102444799 GROUP BY year ORDER BY year
"""


def origin(old: Staging, source: str, seconds: float) -> Origin:
    imported = {name: entry.imported for name, entry in old.ledger.tables.items()}
    posts = imported.get("posts", 0)
    return Origin(
        source=name_of(source),
        version=old.version,
        title=old.config.get("o_board_title", "").strip() or "The old board",
        finished_at=now().isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        posts=posts,
        posts_per_second=round(posts / seconds, 1) if seconds else 0.0,
        topics=imported.get("topics", 0),
        members=imported.get("users", 0),
        forums=imported.get("forums", 0),
        every_row_accounted_for=old.ledger.is_right,
    )


def pictures(old: Staging) -> Pictures:
    kept = old.ledger.tables.get(PICTURES)
    return Pictures(
        kept=kept.imported if kept else 0,
        left_in_all=len(old.pictures_left),
        left=[PictureLeft(*left) for left in sorted(old.pictures_left)[:MOST_PICTURES]],
        own_smilies=list(Smiley.objects.values_list("code", flat=True)),
    )


def tables(ledger: Ledger) -> list[TableSum]:
    return [
        TableSum(
            name,
            entry.read,
            entry.imported,
            [
                Reason(why, times, _short(ledger.examples.get(f"{name}: {why}", [])))
                for why, times in entry.left_out.most_common()
            ],
        )
        for name, entry in ledger.sums()
    ]


def changes(ledger: Ledger) -> list[Reason]:
    return [
        Reason(what, times, _short(ledger.examples.get(what, [])))
        for what, times in ledger.changed.most_common()
    ]


def _short(examples: list[str]) -> list[str]:
    return [one[:LONGEST_EXAMPLE] for one in examples]


def years(old: Staging) -> list[Year]:
    """From the first to the last, those without posts too."""
    found: dict[int, int] = {int(row["year"]): row["posts"] for row in old.rows(YEARS)}
    every = range(min(found), max(found) + 1) if found else ()
    return [Year(str(year), found.get(year, 0)) for year in every]


def columns_left(old: Staging) -> list[ColumnLeft]:
    """Only those that the source has: no version of FluxBB has all."""
    left = []
    for table, columns in TABLES.items():
        present = old.present.get(table, frozenset())
        known = {column.name for column in columns}
        for column in (column.name for column in columns):
            reason = NOT_TAKEN.get(f"{table}.{column}")
            if column in present and reason:
                left.append(ColumnLeft(f"{table}.{column}", reason))
        left += [ColumnLeft(f"{table}.{name}", OF_A_MOD) for name in sorted(present - known)]
    return left


def charsets(decoder: Decoder) -> Charsets:
    return Charsets(
        readings=[
            Reading(kind, values, _values(decoder, kind))
            for kind, values in decoder.counted.most_common()
        ],
        twice=[
            TwiceEncoded(
                column,
                values,
                decoder.beyond_ascii[column],
                column in COLUMNS and decoder.is_doubled(column),
            )
            for column, values in decoder.doubled.most_common()
        ],
        twice_samples=_values(decoder, "encoded twice"),
        without_controls=[
            Reason(column, times, []) for column, times in decoder.cleaned.most_common()
        ],
    )


def _values(decoder: Decoder, kind: str) -> list[Value]:
    samples: list[Sample] = decoder.samples.get(kind, [])
    return [Value(s.column, _seen(s.said), _seen(s.was)) for s in samples if s.column not in SECRET]


def _seen(text: str) -> str:
    """Characters that nobody can see, as their number in brackets."""
    return UNSEEN.sub(lambda found: f"⟨{ord(found[0]):02X}⟩", text)
