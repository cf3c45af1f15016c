"""How a member wants to see the board, and how the board itself is seen by those who never said."""

from __future__ import annotations

import math
import sqlite3
from typing import Any

from django.conf.locale import LANG_INFO

from areopagus.accounts.models import User
from areopagus.core.catalogues import ENGLISH, LANGUAGES
from areopagus.importers.fluxbb.moving.context import Move, flag

# FluxBB's choices by their place in its lists; place 0 is "as the board does".
TIME_FORMATS = ("", "H:i:s", "H:i", "g:i:s a", "g:i a")
DATE_FORMATS = ("", "Y-m-d", "Y-d-m", "d-m-Y", "m-d-Y", "M j Y", "j M Y")
FEWEST, MOST = 3, 75
HOUR = 60
# No place on earth is further from UTC.
FURTHEST = 14 * HOUR
# Its language packs are named in English, such as "German" or "Brazilian_Portuguese".
PACKS = {LANG_INFO[code]["name"].replace(" ", "_"): code for code in LANGUAGES if code in LANG_INFO}


def of(move: Move, row: sqlite3.Row) -> dict[str, Any]:
    """The fields of accounts.User that hold preferences."""
    pack = row["language"] or ""
    if pack and pack not in PACKS:
        move.ledger.change(f"users.language: {pack} is not here yet, so as the board does")
    zone = zone_of(row["timezone"], dst=bool(row["dst"]))
    privacy = row["email_setting"]
    language = PACKS.get(pack, "")
    return {
        "mail_language": "" if language == board_language(move) else language,
        "time_zone": "" if zone == board_zone(move) else zone,
        "time_format": _at(TIME_FORMATS, row["time_format"]),
        "date_format": _at(DATE_FORMATS, row["date_format"]),
        "topics_per_page": _size(row["disp_topics"]),
        "posts_per_page": _size(row["disp_posts"]),
        "mail_privacy": privacy if privacy in {0, 1, 2} else 1,
        "notify_with_text": flag(row, "notify_with_post", default=False),
        # FluxBB's subscriptions all tell by mail.
        "level_when_writing": (
            User.WhenWriting.WATCH
            if flag(row, "auto_notify", default=False)
            else User.WhenWriting.NOTHING
        ),
        "show_smilies": flag(row, "show_smilies", default=True),
        "show_images": flag(row, "show_img", default=True),
        "show_signature_images": flag(row, "show_img_sig", default=True),
        "show_avatars": flag(row, "show_avatars", default=True),
        "show_signatures": flag(row, "show_sig", default=True),
    }


def board_language(move: Move) -> str:
    return PACKS.get(move.old.config.get("o_default_lang", ""), ENGLISH)


def board_zone(move: Move) -> str:
    config = move.old.config
    said = config.get("o_default_timezone") or config.get("o_server_timezone")
    return zone_of(said, dst=config.get("o_default_dst") == "1")


def zone_of(hours: object, *, dst: bool) -> str:
    """An offset such as "+05:45"; "UTC" for none.

    FluxBB kept one decimal, so 5.8 is 5:45. Its "summer time" was one hour more the whole year.
    """
    try:
        asked = float(str(hours or 0))
    except ValueError:
        asked = 0.0
    if not math.isfinite(asked):
        asked = 0.0
    # To the nearest quarter of an hour, which every zone is a multiple of.
    minutes = round(asked * 4) * 15 + (HOUR if dst else 0)
    if not minutes or abs(minutes) > FURTHEST:
        return "UTC"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // HOUR:02}:{abs(minutes) % HOUR:02}"


def _at(choices: tuple[str, ...], place: int | None) -> str:
    return choices[place] if place is not None and 0 <= place < len(choices) else ""


def _size(said: int | None) -> int | None:
    return min(max(said, FEWEST), MOST) if said else None
