"""What administrators may write as HTML: announcement, description, rules, forum descriptions.

It is made safe once, when it is saved. Administrators are trusted with words, not with scripts:
a stolen session must not become a script on every page, and the content security policy would
refuse it anyway. Looks belong to the theme, so `style` and `class` fall away.
"""

from __future__ import annotations

import nh3

WITH_OWN_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "details": {"open"},
    "ol": {"start", "type"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
ON_EVERY_TAG = {"dir", "lang", "id"}
BLOCKS = {
    "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
WITHIN_A_LINE = {
    "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel", "xmpp", "irc", "ircs"}


def make_safe(html: str) -> str:
    """`html` without anything that could act; well-formed, so that it cannot break a page open.

    Safe to show as it is. Making it safe twice changes nothing.
    """
    return nh3.clean(
        html,
        tags=WITH_OWN_ATTRIBUTES.keys() | BLOCKS | WITHIN_A_LINE,
        clean_content_tags={"script", "style", "template", "iframe", "object", "noscript"},
        attributes={**WITH_OWN_ATTRIBUTES, "*": ON_EVERY_TAG},
        url_schemes=SCHEMES,
        # An administrator's own links are recommendations; only the opener is kept from them.
        link_rel="noopener",
        strip_comments=True,
    )
