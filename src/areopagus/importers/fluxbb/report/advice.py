"""What to do next; it depends on what was found."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from areopagus.importers.fluxbb.report.facts import (
    Charsets,
    Duplicates,
    Ghosts,
    Links,
    Origin,
    Pictures,
    Step,
    Tags,
)


def next_steps(
    board: Path,
    *,
    origin: Origin,
    charsets: Charsets,
    duplicates: Duplicates,
    ghosts: Ghosts,
    links: Links,
    tags: Tags,
    pictures: Pictures,
) -> list[Step]:
    folder = shlex.quote(str(board))
    return [
        *_faults(origin),
        Step(
            "Count everything again; nothing should differ.", f"./areopagus check --board {folder}"
        ),
        Step(
            "Compare this board with the old one, row by row.",
            f"./areopagus verify fluxbb {shlex.quote(origin.source)} --board {folder}",
        ),
        Step("Sign in with your old name and password, and ask two or three members to do so."),
        Step("Read the ten posts below, then open some topics you know well."),
        *_about_texts(charsets, tags),
        *_about_people(duplicates, ghosts),
        *_about_links(links),
        *_about_pictures(pictures),
        Step("Plan the day of the move: docs/guides/move-from-fluxbb.md says how."),
    ]


def _faults(origin: Origin) -> Iterator[Step]:
    if not origin.every_row_accounted_for:
        yield Step("Some rows are not accounted for. That is a fault of ours: please report it.")


def _about_texts(charsets: Charsets, tags: Tags) -> Iterator[Step]:
    guessed = [r for r in charsets.readings if r.kind not in {"ASCII", "UTF-8", "doubtful"}]
    if guessed:
        yield Step(
            f"Not UTF-8, and so read as {guessed[0].kind}: {_many(guessed[0].values, 'text')}. "
            "If the samples look wrong, import into a new folder with another --charset."
        )
    if any(reading.kind == "doubtful" for reading in charsets.readings):
        yield Step("Look at the doubtful texts: some of their characters may be wrong.")
    if any(not column.repaired for column in charsets.twice):
        yield Step("Some texts may have been encoded twice and were kept: look at their samples.")
    if any(tag.closed for tag in tags.most_used):
        yield Step("Some tags are not known here and show as typed: see which ones matter to you.")


def _about_people(duplicates: Duplicates, ghosts: Ghosts) -> Iterator[Step]:
    if duplicates.names_in_all:
        yield Step(
            f"Names of several members: {duplicates.names_in_all:,}. Tell the younger ones to "
            "sign in with their mail address, or with their number behind the name."
        )
    if duplicates.mails_in_all:
        yield Step(
            f"Mail addresses of several members: {duplicates.mails_in_all:,}. Only the oldest "
            "of them can use it without confirming it again."
        )
    if ghosts.registered_again_in_all:
        yield Step(
            f"Deleted and registered again, as it seems: {_many(ghosts.registered_again_in_all, 'member')}. "
            "Their older posts stand under their name, but not in their account."
        )


def _about_links(links: Links) -> Iterator[Step]:
    if links.dead:
        yield Step(
            f"Posts hold {_many(links.dead, 'link')} to what is not here. Most were dead on the "
            "old board, too; if not, the dump may not be whole."
        )


def _about_pictures(pictures: Pictures) -> Iterator[Step]:
    if pictures.left_in_all:
        yield Step(
            f"Posts show {_many(pictures.left_in_all, 'file')} of the old board's own folder that did "
            "not come along. If you have that folder, import again with --files."
        )


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
