"""TeX formulas to MathML. The library's raw output has holes, so nothing leaves unwalled."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert

from areopagus.markup.wall import walled

LONGEST, DEEPEST = 1_000, 20
# These define new commands, include foreign text or carry addresses.
_FORBIDDEN = re.compile(
    r"\\(?:def|gdef|edef|let|newcommand|renewcommand|href|url|include|input|html\w*|class|style|cssId)(?![A-Za-z])"
)


@lru_cache(maxsize=1024)
def mathml(tex: str, *, display: bool) -> str | None:
    """`tex` as a <math> element; None when it cannot be shown as one."""
    if len(tex) > LONGEST or _depth(tex) > DEEPEST or _FORBIDDEN.search(tex):
        return None
    try:
        made: str = convert(tex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - it raises a dozen kinds, also RecursionError and IndexError.
        return None
    made = walled(made)
    return made if made.startswith("<math") and made.endswith("</math>") else None


def _depth(tex: str) -> int:
    """How deep groups may nest: braces, and scripts and environments, which nest without them."""
    depth = deepest = 0
    for character in tex:
        if character in "{[(":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}])":
            depth = max(0, depth - 1)
    scripts = max((len(run) for run in re.findall(r"(?:[\^_]\s*\\?\w?\s*)+", tex)), default=0)
    return max(deepest, scripts // 4, tex.count(r"\begin"), tex.count(r"\left"))
