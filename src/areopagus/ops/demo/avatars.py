"""Small landscapes for the members of the demo board, drawn here so that they are nobody's pictures."""

from __future__ import annotations

import colorsys
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

SIZE = 128
# Drawn eight times as large and made smaller: Pillow's own edges are not smooth.
CANVAS = SIZE * 8

Colour = tuple[int, int, int]


def draw(dice: Random) -> bytes:
    """A PNG of a sky, what stands in it, and the ground below."""
    hue = dice.random()
    image = Image.new("RGB", (CANVAS, CANVAS), _colour(hue, 0.45, dice.uniform(0.2, 0.9)))
    brush = ImageDraw.Draw(image)
    _stars(brush, dice)
    dice.choice((_planet, _two_moons, _rocket, _dish))(brush, hue, dice)
    _dunes(brush, hue, dice)
    out = BytesIO()
    image.reduce(CANVAS // SIZE).save(out, "PNG")
    return out.getvalue()


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _disc(brush: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: Colour) -> None:
    brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _stars(brush: ImageDraw.ImageDraw, dice: Random) -> None:
    for _ in range(dice.randint(5, 40)):
        x, y = dice.uniform(0, CANVAS), dice.uniform(0, CANVAS * 0.7)
        _disc(brush, x, y, dice.uniform(3, 9), (250, 244, 230))


def _planet(brush: ImageDraw.ImageDraw, hue: float, dice: Random) -> None:
    x, y = CANVAS * dice.uniform(0.35, 0.65), CANVAS * dice.uniform(0.3, 0.5)
    radius = CANVAS * dice.uniform(0.18, 0.28)
    _disc(brush, x, y, radius, _colour(hue + 0.5, 0.55, 0.95))
    _disc(brush, x - radius * 0.3, y - radius * 0.25, radius * 0.18, _colour(hue + 0.5, 0.65, 0.8))
    _disc(brush, x + radius * 0.35, y + radius * 0.3, radius * 0.28, _colour(hue + 0.5, 0.65, 0.8))
    if dice.random() < 0.6:  # noqa: PLR2004 - six of ten planets have a ring.
        ring = (x - radius * 1.6, y - radius * 0.35, x + radius * 1.6, y + radius * 0.35)
        brush.arc(ring, 350, 190, fill=(250, 240, 215), width=28)


def _two_moons(brush: ImageDraw.ImageDraw, hue: float, dice: Random) -> None:
    for radius, x in ((0.16, dice.uniform(0.2, 0.4)), (0.08, dice.uniform(0.6, 0.85))):
        y = CANVAS * dice.uniform(0.2, 0.45)
        _disc(brush, CANVAS * x, y, CANVAS * radius, _colour(hue + 0.1, 0.15, 0.97))
        # A second disc in the sky's colour would cut a crescent, but the sky has stars in it.
        shade = _colour(hue + 0.1, 0.25, 0.8)
        _disc(brush, CANVAS * (x + radius / 3), y, CANVAS * radius * 0.66, shade)


def _rocket(brush: ImageDraw.ImageDraw, hue: float, dice: Random) -> None:
    x, top = CANVAS * dice.uniform(0.35, 0.65), CANVAS * dice.uniform(0.1, 0.25)
    width, length = CANVAS * 0.07, CANVAS * 0.5
    body, fins = _colour(hue, 0.05, 0.97), _colour(hue + 0.5, 0.75, 0.85)
    brush.polygon([(x, top), (x - width, top + 160), (x + width, top + 160)], fill=fins)
    brush.rectangle((x - width, top + 158, x + width, top + length), fill=body)
    for side in (-1, 1):
        foot = top + length
        brush.polygon(
            [(x + side * width, foot - 150), (x + side * width * 2.2, foot + 40),
             (x + side * width, foot)],
            fill=fins,
        )  # fmt: skip
    _disc(brush, x, top + 250, width * 0.5, fins)


def _dish(brush: ImageDraw.ImageDraw, hue: float, dice: Random) -> None:
    x, y = CANVAS * dice.uniform(0.4, 0.6), CANVAS * 0.4
    radius = CANVAS * 0.24
    light = _colour(hue + 0.5, 0.1, 0.97)
    brush.line((x, y, x, CANVAS), fill=light, width=40)
    lean = dice.choice((200, 160))
    brush.pieslice((x - radius, y - radius, x + radius, y + radius), lean - 180, lean, fill=light)
    _disc(brush, x, y - radius * 0.5, 26, _colour(hue + 0.5, 0.8, 0.9))


def _dunes(brush: ImageDraw.ImageDraw, hue: float, dice: Random) -> None:
    for layer in range(dice.randint(2, 3)):
        height = CANVAS * (0.68 + 0.12 * layer)
        ground = _colour(hue + 0.08, 0.6, 0.75 - 0.2 * layer)
        middle = CANVAS * dice.uniform(0, 1)
        width = CANVAS * dice.uniform(1.4, 2.6)
        brush.ellipse((middle - width, height, middle + width, height + CANVAS * 1.5), fill=ground)
