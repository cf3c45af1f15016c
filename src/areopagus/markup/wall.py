"""The second wall: what may be in our HTML at all, whatever the writer did."""

from __future__ import annotations

import nh3

from areopagus.markup.addresses import SCHEMES

_MATH = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mtext", "mspace", "mstyle",
    "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts", "none",
})  # fmt: skip
_TAGS = frozenset({
    "p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "u", "s", "del", "ins", "sub",
    "sup", "span", "div", "a", "img", "code", "pre", "blockquote", "cite", "ul", "ol", "li",
    "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "section",
})  # fmt: skip
_MATH_ATTRIBUTES = frozenset({
    "mathvariant", "displaystyle", "stretchy", "fence", "form", "separator", "lspace", "rspace",
    "minsize", "maxsize", "columnalign", "rowspacing", "columnspacing", "mathcolor",
    "linethickness", "width", "height", "depth", "notation", "accent", "accentunder",
    "scriptlevel", "largeop", "movablelimits", "symmetric",
})  # fmt: skip
_ATTRIBUTES = {
    **{tag: {"dir", "class"} for tag in _TAGS},
    **{tag: set(_MATH_ATTRIBUTES) for tag in _MATH},
    "a": {"href", "rel", "class", "title", "id", "aria-label"},
    "img": {"src", "alt", "title", "loading", "decoding", "referrerpolicy", "class"},
    "span": {"class", "role", "aria-label", "title"},
    "ol": {"start", "class", "dir"},
    "li": {"dir", "class", "id"},
    "pre": {"class", "tabindex"},
    "section": {"class", "role", "aria-label"},
    "math": {"display", "xmlns", *_MATH_ATTRIBUTES},
}
# Their contents go too: shown as text they would be rubbish at best.
_WITH_CONTENTS = {"script", "style", "annotation", "annotation-xml"}


def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS | _MATH),
        clean_content_tags=_WITH_CONTENTS,
        attributes=_ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


_CLEANER = _cleaner()


# The parser behind nh3 needs some microseconds for each character reference. Noncharacters, which
# no source keeps, stand for them meanwhile; what comes back is a reference again wherever it is.
_STANDINS = {"&amp;": "\ufdd0", "&lt;": "\ufdd1", "&gt;": "\ufdd2"}
NONCHARACTERS = {ord(standin): None for standin in _STANDINS.values()}


def walled(html: str) -> str:
    """`html` with only what is allowed here. Changes nothing in what our writer writes."""
    for reference, standin in _STANDINS.items():
        html = html.replace(reference, standin)
    html = _CLEANER.clean(html.replace("&nbsp;", "\u00a0"))
    for reference, standin in _STANDINS.items():
        html = html.replace(standin, reference)
    return html
