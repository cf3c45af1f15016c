"""Disk and memory of the machine this process runs on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from areopagus.core.store import Store
from areopagus.ui.jinja import filesize
from areopagus.upkeep.readings.reading import MB, Reading

LEAST_FREE = 500 * MB
LEAST_FREE_SHARE = 0.05
LEAST_MEMORY_SHARE = 0.05
PROC = Path("/proc")


def disk() -> Reading:
    total, _, free = shutil.disk_usage(settings.BOARD)
    advice = ""
    if free < LEAST_FREE or free / total < LEAST_FREE_SHARE:
        advice = (
            "Make room: when the disk is full, nobody can write. Old backups and logs are a good beginning; "
            "backups/ in the board's folder holds copies from before new versions."
        )
    return Reading("Disk", f"{filesize(free)} free of {filesize(total)}", advice)


def memory() -> Reading:
    """Of the machine, and of the processes that serve this board: this one, its parent, its siblings."""
    said = _fields(PROC / "meminfo")
    if "MemAvailable" not in said:
        return Reading("Memory", "not known on this system")
    available, total = said["MemAvailable"], said["MemTotal"]
    mine = sorted(_family(), reverse=True)
    advice = ""
    if available / total < LEAST_MEMORY_SHARE:
        advice = (
            "The machine is nearly out of memory. Fewer workers or less page_cache_megabytes in areopagus.toml "
            "take less; see the settings."
        )
    return Reading(
        "Memory",
        f"{filesize(available)} free of {filesize(total)}",
        advice,
        f"{len(mine)} {'process' if len(mine) == 1 else 'processes'} of this board take {filesize(sum(mine))}: "
        + ", ".join(map(filesize, mine)),
    )


def kept_pages() -> Reading:
    """Of this process alone: each has its own."""
    stores = list(Store.everything)
    kept, room = sum(s.bytes_kept for s in stores), sum(s.most_bytes for s in stores)
    return Reading(
        "Kept pages",
        f"{filesize(kept)} of {filesize(room)}",
        detail=f"{sum(map(len, stores)):,} pages and parts of pages, in the web process that answers you now",
    )


def _family() -> Iterator[int]:
    """The memory of each process below our parent, which is `areopagus serve` on a board."""
    parent = os.getppid()
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        pid = int(folder.name)
        try:
            if pid in {parent, os.getpid()} or _parent_of(folder) == parent:
                yield _fields(folder / "status").get("VmRSS", 0)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            # It has just ended, or is somebody else's.
            continue


def _parent_of(folder: Path) -> int:
    # The name stands in brackets and may hold anything.
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1])


def _fields(path: Path) -> dict[str, int]:
    """The lines "Name:  12 kB" of such a file, in bytes."""
    found: dict[str, int] = {}
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        name, _, value = line.partition(":")
        number, _, unit = value.strip().partition(" ")
        if unit == "kB":
            found[name] = int(number) * 1024
    return found
