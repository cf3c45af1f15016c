"""Looking at a page as axe and as a small screen do."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW, MIDDLE, WIDE = 360, 768, 1200
# Fingers need 24 pixels; axe asks for them only when told to.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What the hour and the width of the screen may change.
LOOKS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "target-size"]}
RUN = """async (options) => (await axe.run(options)).violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`))"""
# What is wider than its screen, though nobody scrolls it on purpose.
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter((e) =>
        e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1);
    return [document.documentElement.scrollWidth, ...out.slice(0, 5).map((e) => e.outerHTML.slice(0, 200))];
}"""


def look_at(page: Page) -> None:
    """Wide by day, then middling, then narrow by night."""
    page.evaluate(AXE_SCRIPT)
    found = {"axe, by day": page.evaluate(RUN, EVERYTHING)}
    for width in (WIDE, MIDDLE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"wider than {width}"] = page.evaluate(STICKING_OUT)
    page.emulate_media(color_scheme="dark")
    found["axe, by night on a phone"] = page.evaluate(RUN, LOOKS)
    assert {what: faults for what, faults in found.items() if faults} == {}
