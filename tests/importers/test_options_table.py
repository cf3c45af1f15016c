"""docs/options-from-fluxbb.md names every option of FluxBB, and tells of each what the importer does."""

from __future__ import annotations

import re
from pathlib import Path

from areopagus.core.options import declared_options
from areopagus.importers.fluxbb.moving import board_options

HOUSE = Path(__file__).resolve().parents[2]
TABLE = HOUSE / "docs/options-from-fluxbb.md"
ROW = re.compile(r"^\| `([op]_[a-z_*]+)` \| (?:`([a-z_.]+)`|–) \| (.+) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[str, str]]:
    """By FluxBB's name: our key, or nothing, and what is said about it."""
    return {name: (key, said) for name, key, said in ROW.findall(TABLE.read_text())}


def named_in_the_importer() -> set[str]:
    paths = (HOUSE / "src/areopagus/importers/fluxbb").rglob("*.py")
    return {name for path in paths for name in re.findall(r'"([op]_[a-z_]+)"', path.read_text())}


def test_every_option_the_importer_names_is_in_the_table() -> None:
    named = named_in_the_importer()
    assert {*board_options.DIRECT, *board_options.SWITCHED, *board_options.ZONES} <= named
    assert named - rows().keys() == set()
    # FluxBB 1.5 has some sixty-five, the older ones a few more.
    assert len(rows()) > 75


def test_the_table_says_where_each_is_moved_to() -> None:
    table = rows()
    moves = {name: option.key for name, (option, _) in board_options.DIRECT.items()}
    moves |= {name: option.key for name, (_, option) in board_options.SWITCHED.items()}
    moves |= {switch: option.key for switch, option in board_options.SWITCHED.values()}
    moves |= dict.fromkeys(board_options.ZONES, "board.time_zone")
    assert {name for name, (_, said) in table.items() if said.startswith("moved")} == moves.keys()
    assert {name: table[name][0] for name in moves} == moves


def test_every_option_of_ours_in_the_table_exists() -> None:
    declared = {option.key for option in declared_options()}
    assert {key for key, _ in rows().values() if key} <= declared


def test_every_option_has_one_line_of_help() -> None:
    assert all(option.help.rstrip().endswith((".", "?")) for option in declared_options())
