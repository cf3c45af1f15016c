"""How a member wants to see the board."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.comparing import Case, Field, flag, number, text
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.rules import signed_in_since

OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
HOUR, QUARTER = 60, 15
FURTHEST = 14 * HOUR
# FluxBB kept the place in these lists; 0 is as the board does.
TIME_FORMATS = ("", "H:i:s", "H:i", "g:i:s a", "g:i a")
DATE_FORMATS = ("", "Y-m-d", "Y-d-m", "d-m-Y", "m-d-Y", "M j Y", "jS M Y")
FEWEST, MOST = 3, 75
# Its language packs of which this board has the mails.
PACKS = {"English": "en", "German": "de", "Russian": "ru"}
NOTHING, WATCH = 1, 3
UNKNOWN = "choice "
SWITCHES = (
    ("mails with the text", "notify_with_post", "notify_with_text", False),
    ("smilies", "show_smilies", "show_smilies", True),
    ("images", "show_img", "show_images", True),
    ("images in signatures", "show_img_sig", "show_signature_images", True),
    ("avatars", "show_avatars", "show_avatars", True),
    ("signatures", "show_sig", "show_signatures", True),
)
HERE = (
    "language", "mail_language", "time_zone", "time_format", "date_format", "topics_per_page", "posts_per_page",
    "mail_privacy", "level_when_writing", *(here for _, _, here, _ in SWITCHES),
)  # fmt: skip


def to_a_quarter(value: Any, case: Case) -> Any:  # noqa: ARG001
    """FluxBB kept one decimal of an hour, so 5.8 is 5:45"""
    return round(value / QUARTER) * QUARTER


def nowhere_on_earth(value: Any, case: Case) -> Any:  # noqa: ARG001
    """no place is that far from UTC, so UTC"""
    return value if abs(value) <= FURTHEST else 0


def without_ordinals(value: Any, case: Case) -> Any:  # noqa: ARG001
    """this board does not write the day as 1st and 2nd"""
    return value.replace("jS", "j")


def within_reason(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a page has 3 to 75 rows"""
    return value and min(max(value, FEWEST), MOST)


def no_such_choice(value: Any, case: Case) -> Any:  # noqa: ARG001
    """not one of the choices, so as the board does"""
    return "" if value.startswith(UNKNOWN) else value


def no_such_privacy(value: Any, case: Case) -> Any:  # noqa: ARG001
    """not one of the three kinds of mail privacy, so the middle one"""
    return value if value in {0, 1, 2} else 1


def language_not_here(value: Any, case: Case) -> Any:  # noqa: ARG001
    """the language is not here yet, so as the board does"""
    return value if value in PACKS.values() else ""


def fields(boards: Boards) -> tuple[Field, ...]:
    board_zone = _board_zone(boards.old.config)

    def zone(row: Row) -> float:
        return minutes(row["timezone"], dst=bool(row["dst"]))

    def zone_here(row: Row) -> Any:
        return _minutes_here(row["time_zone"], board_zone)

    privacy = (no_such_privacy, signed_in_since)
    return (
        Field(
            "language of mails", _language(boards.old.config), text("mail_language"),
            (language_not_here, signed_in_since),
        ),
        Field("language of pages", lambda _: "", text("language"), (signed_in_since,)),
        Field(
            "time zone", zone, zone_here, (to_a_quarter, nowhere_on_earth, signed_in_since)
        ),
        Field(
            "time format", _choice("time_format", TIME_FORMATS), text("time_format"),
            (no_such_choice, signed_in_since),
        ),
        Field(
            "date format", _choice("date_format", DATE_FORMATS), text("date_format"),
            (without_ordinals, no_such_choice, signed_in_since),
        ),
        _size("topics a page", "disp_topics", "topics_per_page"),
        _size("posts a page", "disp_posts", "posts_per_page"),
        Field("mail privacy", number("email_setting", 1), number("mail_privacy"), privacy),
        Field(
            "subscribing when posting", lambda row: WATCH if row["auto_notify"] else NOTHING,
            number("level_when_writing"), (signed_in_since,),
        ),
        *(
            Field(name, flag(column, default=default), flag(here), (signed_in_since,))
            for name, column, here, default in SWITCHES
        ),
    )  # fmt: skip


def _board_zone(config: dict[str, str]) -> float:
    """As it was carried over: a quarter of an hour, on earth."""
    said = config.get("o_default_timezone") or config.get("o_server_timezone")
    exact = minutes(said, dst=config.get("o_default_dst") == "1")
    zone = round(exact / QUARTER) * QUARTER
    return zone if abs(zone) <= FURTHEST else 0


def minutes(hours: str | None, *, dst: bool) -> float:
    """Minutes from UTC. FluxBB's summer time was one hour more, the whole year."""
    try:
        said = float(hours or 0)
    except ValueError:
        said = 0.0
    if said != said or abs(said) == float("inf"):  # noqa: PLR0124 - only NaN differs from itself.
        said = 0.0
    return said * HOUR + (HOUR if dst else 0)


def _minutes_here(zone: str, board_zone: float) -> Any:
    """Empty is what was the board's own zone when it moved; another name stays a name."""
    if not zone:
        return board_zone
    if zone == "UTC":
        return 0
    found = OFFSET.fullmatch(zone)
    if found is None:
        return zone
    return (int(found[2]) * HOUR + int(found[3])) * (-1 if found[1] == "-" else 1)


def _language(config: dict[str, str]) -> Callable[[Row], str]:
    """Empty is the board's own; a name stays a name where there are no mails in it."""
    usual = PACKS.get(config.get("o_default_lang", ""), "en")

    def said(row: Row) -> str:
        name = row["language"] or ""
        language = PACKS.get(name, name)
        return "" if language == usual else language

    return said


def _choice(column: str, choices: tuple[str, ...]) -> Callable[[Row], str]:
    def chosen(row: Row) -> str:
        place = row[column] or 0
        return choices[place] if 0 <= place < len(choices) else f"{UNKNOWN}{place}"

    return chosen


def _size(name: str, column: str, here: str) -> Field:
    return Field(
        name, lambda row: row[column] or None, lambda row: row[here],
        (within_reason, signed_in_since),
    )  # fmt: skip
