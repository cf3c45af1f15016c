"""What an administrator may change about accounts."""

from __future__ import annotations

from areopagus.core.catalogues import ENGLISH, LANGUAGES
from areopagus.core.clock import DATE_FORMATS, TIME_FORMATS, zone_named
from areopagus.core.options import makes_sense, option

REGISTRATION = option(
    "accounts.registration",
    "open",
    "Who may register: everybody, nobody, those with an invitation, or those whose application you approve.",
    choices=("open", "closed", "invitation", "approval"),
)
APPLICATION_QUESTION = option(
    "accounts.application_question",
    "Tell us in a few words who you are and what brings you here.",
    "What an applicant is asked when you approve newcomers by hand.",
)
NEW_MEMBER_ROLE = option(
    "accounts.new_member_role",
    "members",
    "The group a newly registered member joins.",
    choices=("members", "newcomers"),
)
NAME_MIN = option(
    "accounts.name_min", 2, "The shortest name, in characters.", at_least=1, at_most=25
)
NAME_MAX = option(
    "accounts.name_max", 25, "The longest name, in characters.", at_least=2, at_most=60
)
RULES_HTML = option(
    "accounts.rules_html",
    "",
    "The board's rules. When there are any, newcomers must accept them.",
    is_html=True,
)
RULES_AGAIN = option(
    "accounts.rules_again",
    False,
    "Whether members must accept changed rules: they are asked when they write the next time. Reading stays open.",
)
RANKS = option(
    "accounts.ranks",
    "",
    "Titles by number of posts, one a line: the number from which one is shown, then the title, such as “100 Pilot”. "
    "Whoever has a title of their own, or one of their group, shows that instead.",
    is_list=True,
)
SIGNATURE_LENGTH = option(
    "accounts.signature_length",
    400,
    "The longest signature, in characters.",
    at_least=0,
    at_most=5000,
)
SIGNATURE_LINES = option(
    "accounts.signature_lines", 4, "The most lines in a signature.", at_least=1, at_most=20
)
SIGNATURE_IMAGES = option("accounts.signature_images", False, "Whether signatures may show images.")
AVATAR_SIZE = option(
    "accounts.avatar_size",
    128,
    "Avatars are made to fit a square of this many pixels.",
    at_least=32,
    at_most=512,
)
SECOND_FACTOR = option(
    "accounts.second_factor",
    "nobody",
    "Who must have a second factor (codes from an app, or a passkey) before the pages of administration and "
    "moderation open to them. Staff: moderators as well as administrators.",
    choices=("nobody", "administrators", "staff"),
)
CONFIRM_MINUTES = option(
    "accounts.confirm_minutes",
    30,
    "Administration asks for the password again when it was last given longer ago than this, in minutes. "
    "0: it never asks.",
    at_least=0,
    at_most=1440,
)
TIME_ZONE = option(
    "board.time_zone", "UTC", "The board's time zone: an IANA name or an offset such as +02:00."
)
DATE_FORMAT = option(
    "board.date_format", "Y-m-d", "How dates are written.", choices=tuple(DATE_FORMATS)
)
TIME_FORMAT = option(
    "board.time_format", "H:i:s", "How times of day are written.", choices=tuple(TIME_FORMATS)
)
LANGUAGE = option("board.language", "en", "The language of the board's own pages.", choices=("en",))
MAIL_LANGUAGE = option(
    "board.mail_language",
    ENGLISH,
    "The language of the mails that the board writes. Members may choose another for theirs.",
    choices=LANGUAGES,
)


@makes_sense
def _names_and_zone() -> None:
    if NAME_MIN.get() > NAME_MAX.get():
        raise ValueError("The shortest name cannot be longer than the longest.")
    try:
        zone_named(TIME_ZONE.get())
    except ValueError as error:
        raise ValueError(
            f"“{TIME_ZONE.get()}” is no time zone. Give a name such as Europe/Kyiv, or a difference "
            "such as +02:00."
        ) from error
