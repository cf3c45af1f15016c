"""Static files as readers get them: one stylesheet, names that never change their content.

The style sheets in the repository are the ones that run: `css/app.css` names the layers and imports
one file per component, and a browser can read it as it is. `collectstatic` joins them into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

BUNDLE = "css/app.css"
IMPORT = re.compile(r'@import "(?P<path>[\w/.-]+)" layer\((?P<layer>\w+)\);')
# One piece of a style sheet at a time. Comments and strings come first, so that nothing inside
# them is taken for anything else; `broken` is a comment or string that is never closed.
PIECE = re.compile(
    r"""(?P<comment>/\*.*?\*/)
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<broken>/\*|["'])
    |(?P<space>\s+)
    |(?P<tight>[{};,])
    |(?P<other>[^\s"'/{};,]+|/)""",
    re.DOTALL | re.VERBOSE,
)


def minified(css: str) -> str:
    """`css` without comments and needless white space. ValueError: a comment or string stays open.

    White space becomes one space wherever it can mean something, as between selectors or around
    an operator; around `{ } ; ,` it never does. Names and values stay as they were written.
    """
    kept: list[str] = [""]
    for found in PIECE.finditer(css):
        if found.lastgroup == "broken":
            raise ValueError(f"This never ends: {css[found.start() : found.start() + 40]!r}")
        if found.lastgroup in {"space", "comment"}:
            if kept[-1] not in {"", " ", "{", "}", ";", ","}:
                kept.append(" ")
            continue
        if found.lastgroup == "tight":
            if kept[-1] == " ":
                kept.pop()
            if found[0] == "}" and kept[-1] == ";":
                kept.pop()
        kept.append(found[0])
    return "".join(kept).strip()


def bundle(read: Callable[[str], str], entry: str = BUNDLE) -> str:
    """The style sheet `entry` with every import put in its place, inside its layer.

    `read` gives the text of a file by its path below static/.
    """

    def put(found: re.Match[str]) -> str:
        text = read(join(dirname(entry), found["path"]))
        return f"@layer {found['layer']}{{{text}}}"

    return minified(IMPORT.sub(put, read(entry)))


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """For STORAGES["staticfiles"]: bundles, hashes and compresses while collecting."""

    # Our scripts are modules; what they import must carry its hash as well.
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool]]:
        if BUNDLE in paths and not dry_run:
            css = bundle(lambda name: _source(paths, name))
            # The parts have done their work; readers need only the whole.
            for part, _layer in IMPORT.findall(_source(paths, BUNDLE)):
                name = join(dirname(BUNDLE), part)
                self.delete(name)
                del paths[name]
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(css.encode()))
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _source(paths: dict[str, Any], name: str) -> str:
    """The text as the room wrote it: what lies collected may be the bundle of last time."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
