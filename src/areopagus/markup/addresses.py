"""Which addresses may be linked, and how a long one is shown."""

from __future__ import annotations

import re
from urllib.parse import quote

# A scheme that is not known here would let a link start any program on a reader's machine.
SCHEMES = frozenset({
    "http", "https", "ftp", "ftps", "sftp", "irc", "ircs", "xmpp", "news", "git", "ssh",
    "gemini", "steam", "mailto", "tel", "magnet",
})  # fmt: skip
# Of these, the ones that have no host.
_HOSTLESS = frozenset({"mailto", "tel", "magnet", "xmpp", "news"})
IMAGE_SCHEMES = ("http://", "https://", "ftp://")
LONGEST_ADDRESS = 2000
LONGEST_LABEL, LABEL_HEAD, ELLIPSIS, LABEL_TAIL = 55, 39, " … ", 10
# What may not stand raw in an address; quote() leaves every other character as it is.
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}\x00-\x1f\x7f\u2000-\u200f\u2028-\u202f\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@\s]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\W_](?:[\w.-]*[^\W_])?)\.?(?::\d{1,5})?(?=[/?#]|$)"
)


def escaped(url: str) -> str:
    """`url` with what cannot stand in an address percent-encoded."""
    return _UNSAFE.sub(lambda found: quote(found.group()), url)


def fluxbb_target(typed: str) -> str:
    """The address FluxBB's `[url]` links for what was typed; http:// when nothing is known."""
    url = typed.strip().replace("`", "")
    if url.startswith("//"):
        return f"http:{url}"
    if url.startswith("/"):
        return url
    lowered = url[:8].lower()
    if lowered.startswith("www."):
        return f"http://{url}"
    if lowered.startswith("ftp."):
        return f"ftp://{url}"
    return url if allowed(url) and not is_relative(url) else f"http://{url}"


def is_relative(url: str) -> bool:
    return not _SCHEME.match(url)


def allowed(url: str) -> bool:
    """May `url` be linked? A path of this board, or a known scheme with a host that can exist."""
    if not url or len(url) > LONGEST_ADDRESS:
        return False
    scheme = _SCHEME.match(url)
    if scheme is None:
        return not url.startswith(("//", "/\\", "\\"))
    name = scheme.group(1).lower()
    if name in _HOSTLESS:
        return len(url) > scheme.end()
    return name in SCHEMES and _HOST.match(url) is not None


def is_image(url: str) -> bool:
    return url.lower().startswith(IMAGE_SCHEMES) and allowed(url) and not _UNSAFE.search(url)


def short(label: str) -> str:
    """An address as it is shown: long ones lose their middle."""
    if len(label) <= LONGEST_LABEL:
        return label
    return f"{label[:LABEL_HEAD]}{ELLIPSIS}{label[-LABEL_TAIL:]}"


def is_short(label: str) -> bool:
    """Whether this looks like something that `short` has made."""
    whole = LABEL_HEAD + len(ELLIPSIS) + LABEL_TAIL
    return len(label) == whole and label.startswith(ELLIPSIS, LABEL_HEAD)
