"""What of a FluxBB board is not in its database: the folder it was installed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from areopagus.importers.fluxbb.old_links import NoAddress, old_board

PREFIX = re.compile(rb"\$db_prefix\s*=\s*(['\"])([A-Za-z_][A-Za-z0-9_]*|)\1\s*;")
BASE_URL = re.compile(rb"\$base_url\s*=\s*(['\"])(https?://[\x21-\x7e]{1,200}?)\1\s*;")
AVATAR = re.compile(r"([1-9][0-9]{0,9})\.(jpg|jpeg|gif|png|webp)", re.IGNORECASE)
# FluxBB looks for them in this order; 1.2 began with gif.
ORDER = ("jpg", "gif", "png")
ORDER_12 = ("gif", "jpg", "png")


@dataclass(frozen=True, slots=True)
class Avatar:
    """`beside` are pictures of the same member that FluxBB did not show."""

    member: int
    picture: Path
    beside: tuple[Path, ...]


def prefix_in(folder: Path) -> str | None:
    """What config.php says; None when it is not there, or says nothing readable."""
    config = folder / "config.php"
    found = PREFIX.search(config.read_bytes()) if config.is_file() else None
    return found[2].decode() if found else None


def base_urls_in(folder: Path) -> list[str]:
    """Where the board stood, as config.php of 1.3-legacy says; later versions say it in the database."""
    config = folder / "config.php"
    found = BASE_URL.search(config.read_bytes()) if config.is_file() else None
    address = found[2].decode() if found else ""
    try:
        old_board([address])
    except NoAddress:
        return []
    return [address]


def avatars_in(folder: Path, *, is_12: bool) -> Iterator[Avatar]:
    """By member; only plain files, so that no link leads out of the folder."""
    order = ORDER_12 if is_12 else ORDER
    found: dict[int, list[Path]] = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        named = AVATAR.fullmatch(path.name)
        if named and path.is_file() and not path.is_symlink():
            found.setdefault(int(named[1]), []).append(path)
    for member, paths in sorted(found.items()):
        first, *beside = sorted(paths, key=lambda path: _place(path, order))
        yield Avatar(member, first, tuple(beside))


def _place(path: Path, order: tuple[str, ...]) -> tuple[int, str]:
    kind = path.suffix.lower().lstrip(".")
    return (order.index(kind) if kind in order else len(order), path.name)
