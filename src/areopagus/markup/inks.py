"""Colours of other boards, brought to the few inks that are legible on every ground."""

from __future__ import annotations

import re
from functools import lru_cache

# Thirteen inks and their place in red, green, blue; the style sheet decides how each looks.
INKS = {
    "black": (0, 0, 0), "grey": (128, 128, 128), "silver": (192, 192, 192),
    "white": (255, 255, 255), "red": (220, 20, 20), "brown": (140, 70, 20),
    "orange": (255, 140, 0), "yellow": (240, 220, 0), "green": (0, 140, 0),
    "teal": (0, 140, 140), "blue": (0, 60, 220), "purple": (128, 0, 160),
    "pink": (255, 105, 180),
}  # fmt: skip
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
    red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    return min(INKS, key=lambda name: _distance(INKS[name], (red, green, blue)))


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    # Weighted as the eye sees: green most, blue least.
    return sum(weight * (a - b) ** 2 for weight, a, b in zip((3, 6, 1), one, other, strict=True))
