"""Colours of other boards, brought to the few inks that are legible on every ground."""

from __future__ import annotations

import re
from colorsys import rgb_to_hls
from functools import lru_cache

# Thirteen inks; the style sheet decides how each looks by day and by night.
GREYS = (("black", 0.25), ("grey", 0.62), ("silver", 0.9), ("white", 1.01))
# The hue in degrees up to which a colour is called so.
HUES = (
    ("red", 15), ("orange", 42), ("yellow", 70), ("green", 160), ("teal", 200), ("blue", 255),
    ("purple", 310), ("pink", 345), ("red", 361),
)  # fmt: skip
INKS = frozenset(name for name, _ in (*GREYS, *HUES)) | {"brown"}
# Colour words of CSS that people use, where the nearest ink is not the word itself.
NAMED = {
    "gray": "grey", "darkgray": "grey", "darkgrey": "grey", "dimgray": "grey",
    "lightgray": "silver", "lightgrey": "silver", "slategray": "grey", "gainsboro": "silver",
    "darkred": "red", "crimson": "red", "firebrick": "red", "tomato": "red", "indianred": "red",
    "maroon": "brown", "sienna": "brown", "chocolate": "brown", "saddlebrown": "brown",
    "tan": "brown", "darkorange": "orange", "coral": "orange", "orangered": "orange",
    "gold": "yellow", "khaki": "yellow", "goldenrod": "yellow", "lime": "green",
    "limegreen": "green", "darkgreen": "green", "forestgreen": "green", "seagreen": "green",
    "olive": "green", "lightgreen": "green", "yellowgreen": "green", "olivedrab": "green",
    "cyan": "teal", "aqua": "teal", "turquoise": "teal", "darkcyan": "teal", "navy": "blue",
    "darkblue": "blue", "royalblue": "blue", "skyblue": "blue", "steelblue": "blue",
    "lightblue": "blue", "dodgerblue": "blue", "mediumblue": "blue", "indigo": "purple",
    "violet": "purple", "magenta": "purple", "fuchsia": "purple", "darkviolet": "purple",
    "orchid": "purple", "hotpink": "pink", "deeppink": "pink", "salmon": "pink",
    "lightpink": "pink",
}  # fmt: skip
_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_SHORT_HEX = 3
# Where a colour has no hue to speak of, orange is brown, red is rust, and pale red is pink.
PALE, DARK, LIGHT, BROWN, RUST, ROSE = 0.12, 0.06, 0.96, 0.36, 5, 0.75


@lru_cache(maxsize=512)
def ink(colour: str) -> str:
    """The ink for a colour word or #rrggbb, #rgb; "" for a word that is no colour."""
    word = colour.lower()
    if word in INKS:
        return word
    if word in NAMED:
        return NAMED[word]
    found = _HEX.fullmatch(colour)
    if found is None:
        return ""
    digits = found.group(1)
    if len(digits) == _SHORT_HEX:
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return _nearest(*rgb_to_hls(red, green, blue))


def _nearest(hue: float, lightness: float, saturation: float) -> str:
    """All three from 0 to 1."""
    if saturation < PALE or not DARK < lightness < LIGHT:
        return next(name for name, end in GREYS if lightness < end)
    name = next(name for name, end in HUES if hue * 360 < end)
    if name in ("orange", "red") and lightness < BROWN:
        return "red" if name == "red" and hue * 360 < RUST else "brown"
    return "pink" if name == "red" and lightness > ROSE else name
