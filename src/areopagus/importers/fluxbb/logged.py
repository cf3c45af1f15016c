"""Which addresses in a web server's log were the old board's, and whether what they named is here."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb import options, pages
from areopagus.importers.fluxbb.old_addresses import SCRIPTS, thing_at
from areopagus.importers.fluxbb.old_links import picture_name
from areopagus.importers.fluxbb.old_things import Asked, Thing

_scripts = "|".join(sorted(SCRIPTS))
READ = re.compile(
    rf"(?:/[^/]*){{0,4}}/(?:(?:{_scripts}|extern)\.php|img/avatars/[0-9]+\.(?:gif|jpe?g|png))"
)
OWN_FILE = re.compile(
    r"(?:/[^/]*){0,4}/(?:style/.+|lang/.+|include/.+|img/smilies/.+|(?:install|db_update)\.php)"
)
SCRIPT = re.compile(r"(?:^|/)([a-z_]+)\.php$")


def is_old(path: str) -> bool | None:
    """None: a file of the old software itself, which nobody misses."""
    if READ.fullmatch(path) or _is_picture(path):
        return True
    if options.old_board().is_folder(f"{path.rstrip('/')}/"):
        return True
    return None if OWN_FILE.fullmatch(path) else False


def names_something(address: str) -> bool:
    """Whether it could have shown anything: "viewtopic.php" alone never did."""
    try:
        return _thing(address) is not None or _is_picture(address.partition("?")[0])
    except NotFound:
        return False


def is_here(address: str) -> bool:
    """Whether the thing it names is on the board, for whomever."""
    thing = _thing(address)
    return thing is not None and pages.is_here(thing)


def _is_picture(path: str) -> bool:
    """An avatar, or a picture that came along."""
    old = options.old_board()
    return any(
        old.is_avatar(rest) or picture_name(rest) in old.pictures
        for rest in old.rests(unquote(path))
    )


def _thing(address: str) -> Thing | None:
    path, _, query = address.partition("?")
    found = SCRIPT.search(path)
    if found is None or found[1] not in SCRIPTS:
        return None
    return thing_at(found[1], Asked(dict(parse_qsl(query, keep_blank_values=True))))
