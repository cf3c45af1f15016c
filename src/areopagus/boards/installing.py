"""The board as an app: what a browser is told to install it, and the one page it may keep.

W3C Web Application Manifest and Service Workers. Whatever is kept in a browser is the same for everybody.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from django.template.loader import render_to_string
from django.templatetags.static import static

from areopagus.accounts.options import LANGUAGE
from areopagus.boards import options
from areopagus.boards.stored_html import plain_text
from areopagus.core.options import makes_sense
from areopagus.ui.jinja import direction

OFFLINE = "/offline/"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Under an icon there is room for so many letters.
SHORT = 12
ICONS = (
    {"src": "img/mark.svg", "sizes": "any", "type": "image/svg+xml"},
    {"src": "img/icon-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "img/icon-512.png", "sizes": "512x512", "type": "image/png"},
    # Its corners may be cut off.
    {
        "src": "img/icon-maskable.png",
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    },
)


def manifest() -> dict[str, object]:
    """The values of the manifest, in its own words."""
    title, language, colour = options.TITLE.get(), LANGUAGE.get(), options.COLOUR.get()
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": title,
        "short_name": title if len(title) <= SHORT else title.split()[0][:SHORT],
        "description": plain_text(options.DESCRIPTION_HTML.get()),
        "lang": language,
        "dir": direction(language),
        # With the browser's own ways back and forward, where it offers them.
        "display": "standalone",
        "display_override": ["minimal-ui", "standalone"],
        "theme_color": colour,
        "background_color": colour,
        "icons": [icon | {"src": static(icon["src"])} for icon in ICONS],
    }


def offline_page() -> str:
    """Without the frame: it is shown to whoever is there, signed in or not."""
    return render_to_string("boards/offline.html", {"board": options.TITLE.get()})


def worker() -> str:
    """The script of the service worker. Another page, or other styles, make it another version."""
    if not options.INSTALLABLE.get():
        return render_to_string("boards/worker_ending.js")
    kept = [OFFLINE, static("css/app.css"), static("img/mark.svg")]
    version = blake2b("\n".join([*kept, offline_page()]).encode(), digest_size=6).hexdigest()
    context = {"kept": kept, "version": version, "icon": static("img/icon-192.png")}
    return render_to_string("boards/worker.js", context)


@makes_sense
def insist_on_a_colour() -> None:
    """ValueError says in a sentence what is no colour."""
    if not COLOUR.fullmatch(options.COLOUR.get()):
        raise ValueError("The colour must be a # and six digits from 0 to 9 and a to f.")
