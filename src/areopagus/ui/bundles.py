"""Many small files in the repository, one of each kind for readers.

Both kinds run as they stand: a browser follows the imports of css/app.css and js/app.js by itself.
Bundling joins them and takes out what only people read. Names and values stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath

# The text of a file by its path below static/.
Read = Callable[[str], str]

STYLES = "css/app.css"
SCRIPTS = "js/app.js"

STYLE_IMPORT = re.compile(r'@import "(?P<path>[\w/.-]+)" layer\((?P<layer>\w+)\);')
SCRIPT_IMPORT = re.compile(
    r'^import (?:\{ (?P<names>[\w, ]+) \} from )?"(?P<path>[\w/.-]+)";\n', re.MULTILINE
)
TOP_LEVEL_NAME = re.compile(
    r"^(?:export )?(?:const|let|class|(?:async )?function) (\w+)", re.MULTILINE
)

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


def styles(read: Read) -> str:
    """css/app.css with every import put in its place, inside its layer."""

    def put(found: re.Match[str]) -> str:
        return f"@layer {found['layer']}{{{read(join(dirname(STYLES), found['path']))}}}"

    return minified(STYLE_IMPORT.sub(put, read(STYLES)))


def style_parts(read: Read) -> list[str]:
    """The paths of the files that make up css/app.css."""
    return [join(dirname(STYLES), path) for path, _layer in STYLE_IMPORT.findall(read(STYLES))]


def minified(css: str) -> str:
    """`css` without comments and needless white space. ValueError: a comment or string stays open.

    White space becomes one space wherever it can mean something, as between selectors or around
    an operator; around `{ } ; ,` it never does.
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


def scripts(read: Read) -> str:
    """js/app.js and all it imports as one module, what is imported before what imports it.

    ValueError: two files use the same name at their top, or a file writes what this cannot join.
    """
    texts = {path: read(path) for path in [*script_parts(read), SCRIPTS]}
    names = [name for text in texts.values() for name in TOP_LEVEL_NAME.findall(text)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"These names stand at the top of two scripts: {', '.join(twice)}")
    return "".join(_joinable(path, text) for path, text in texts.items())


def script_parts(read: Read) -> list[str]:
    """The paths of the files that js/app.js imports, directly or not, dependencies first."""
    order: list[str] = []

    def visit(name: str) -> None:
        for found in SCRIPT_IMPORT.finditer(read(name)):
            path = normpath(join(dirname(name), found["path"]))
            if path not in order:
                visit(path)
                order.append(path)

    visit(SCRIPTS)
    return order


def _joinable(name: str, text: str) -> str:
    """One script without its imports, exports, indentation and whole lines of comment."""
    kept: list[str] = []
    in_comment = False
    for line in SCRIPT_IMPORT.sub("", text).splitlines():
        bare = line.strip()
        if bare.count("`") % 2 or bare.startswith(("import ", "export default", "export {")):
            raise ValueError(f"{name} writes what cannot be bundled: {bare}")
        in_comment = in_comment or (bare.startswith("/*") and "*/" not in bare[:-2])
        if not in_comment and bare and not bare.startswith("//") and not _is_comment(bare):
            kept.append(bare.removeprefix("export ") + "\n")
        in_comment = in_comment and not bare.endswith("*/")
    return "".join(kept)


def _is_comment(line: str) -> bool:
    return line.startswith("/*") and line.endswith("*/") and line.count("*/") == 1
