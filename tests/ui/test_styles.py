"""Colours are computed as a browser computes them: oklch to linear sRGB to luminance (CSS Color 4)."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

import brotli
import pytest

from areopagus.ui import bundles

HOUSE = Path(__file__).resolve().parents[2] / "src/areopagus"
STATIC = HOUSE / "ui/static"
CSS = STATIC / "css"
LARGEST = 6_000

GROUNDS = ("paper", "sheet", "sunken")
TEXTS = ("ink", "muted", "accent", "good", "bad")
CODE = ("word", "text", "value", "name")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, "sunken") for text in CODE),
    *((text, "sheet") for text in CODE),
    ("on-accent", "accent"),
    ("on-accent", "bad"),
]
MODES = ("light", "dark")


def read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


@cache
def tokens() -> dict[str, dict[str, str]]:
    """Name to its colour in each mode, of every custom property that has two."""
    text = read("css/tokens.css") + read("css/code.css")
    pattern = r"--([\w-]+): light-dark\((oklch\([^()]*(?:\([^()]*\))?[^()]*\)), (oklch\(.*\))\);"
    return {name: {"light": a, "dark": b} for name, a, b in re.findall(pattern, text)}


def linear_rgb(colour: str) -> tuple[float, float, float]:
    hue = re.search(r"--hue: (\d+)", read("css/tokens.css"))
    assert hue
    found = re.fullmatch(
        r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", colour.replace("var(--hue)", hue[1])
    )
    assert found, colour
    lightness, chroma, angle = float(found[1]) / 100, float(found[2]), math.radians(float(found[3]))
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    l3 = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m3 = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s3 = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3
    green = -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3
    blue = -0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3
    return clipped(red), clipped(green), clipped(blue)


def clipped(part: float) -> float:
    return min(1.0, max(0.0, part))


def luminance(colour: str) -> float:
    red, green, blue = linear_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def as_hex(colour: str) -> str:
    curved = (
        12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
        for part in linear_rgb(colour)
    )
    return "#" + "".join(f"{round(255 * part):02x}" for part in curved)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_rightly() -> None:
    white, black = "oklch(100% 0 0)", "oklch(0% 0 0)"
    assert contrast(white, black) == pytest.approx(21, abs=0.01)
    # #767676 is the well-known lightest grey that passes on white.
    assert contrast("oklch(56.7% 0 0)", white) == pytest.approx(4.54, abs=0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reads_on_every_ground(text: str, ground: str, mode: str) -> None:
    assert contrast(tokens()[text][mode], tokens()[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_is_seen(ground: str, mode: str) -> None:
    assert contrast(tokens()["edge"][mode], tokens()[ground][mode]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ("sheet", "sunken"))
def test_every_ink_reads_by_day_and_by_night(ground: str, mode: str) -> None:
    text = read("css/inks.css")
    light, dark = re.findall(r"oklch\((\d+)% var", text)
    inks = re.findall(r"(\.ink-\w+) \{ (?:--h: (\d+); )?--c: ([\d.]+);", text)
    assert len(inks) > 8
    for name, hue, chroma in [*inks, (".ink-grey", "", "0")]:
        colour = f"oklch({light if mode == 'light' else dark}% {chroma} {hue or 25})"
        assert contrast(colour, tokens()[ground][mode]) >= 4.5, (name, mode, ground)


def test_every_style_sheet_is_in_a_layer_that_has_its_place() -> None:
    entry = read(bundles.STYLES)
    order = re.search(r"@layer ([\w, ]+);", entry)
    assert order
    imported = bundles.STYLE_IMPORT.findall(entry)
    assert {layer for _, layer in imported} <= set(order[1].split(", "))
    on_disk = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"app.css"}
    assert sorted(path for path, _ in imported) == sorted(on_disk)
    bare = bundles.STYLE_IMPORT.sub("", re.sub(r"/\*.*?\*/", "", entry, flags=re.DOTALL))
    assert bare.strip() == f"@layer {order[1]};"


def test_the_whole_stylesheet_is_small() -> None:
    size = len(brotli.compress(bundles.styles(read).encode(), quality=11))
    assert size <= LARGEST, f"{size} bytes"


def test_styles_keep_to_the_rules_of_the_house() -> None:
    for path in CSS.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert len(text.splitlines()) <= 120, path.name
        assert "!important" not in text, path.name
        assert "url(" not in text, path.name
        assert not re.search(r"(?:^|[\s,}])#[\w-]+[^{};]*\{", text), f"{path.name} selects by id"
        physical = (
            r"(margin|padding|border)-(left|right|top|bottom)\b|[{;]\s*(left|right|width|height):"
        )
        assert not re.search(physical, text), f"{path.name} is not logical"


# No page of the board but one file that has to hold all it needs.
ON_THEIR_OWN = {"importers/fluxbb/report/templates/report.html"}


def test_no_template_holds_a_style_or_a_script() -> None:
    for path in HOUSE.rglob("templates/**/*.html"):
        text = path.read_text()
        name = str(path.relative_to(HOUSE))
        if name in ON_THEIR_OWN:
            continue
        assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text), name
        for script in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in script, name


def test_every_text_field_of_dark_and_light_comes_from_a_token() -> None:
    for path in CSS.rglob("components/*.css"):
        assert not re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", path.read_text()), path.name


@pytest.mark.parametrize("mode", MODES)
def test_the_browser_around_the_page_wears_the_colour_of_the_masthead(mode: str) -> None:
    base = (HOUSE / "ui/templates/base.html").read_text()
    assert f'<meta name="theme-color" content="{as_hex(tokens()["sheet"][mode])}"' in base
