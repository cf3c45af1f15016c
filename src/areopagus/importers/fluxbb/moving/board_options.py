"""FluxBB's config rows that have a counterpart among our options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from areopagus.accounts import options as accounts
from areopagus.accounts import ranks, rules
from areopagus.boards import options as boards
from areopagus.boards.trusted_html import make_safe
from areopagus.core.options import Option
from areopagus.importers.fluxbb import old_links
from areopagus.importers.fluxbb import options as own
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.moving.preferences import PACKS, board_zone

Reading = Callable[[str], Any]


def _number(text: str) -> int:
    return int(text)


def _switch(text: str) -> bool:
    return text == "1"


def _address(text: str) -> str:
    """NoAddress, which is a ValueError, when it is none."""
    old_links.old_board([text])
    return text.strip()


def _title(text: str) -> str:
    return text.strip()


def _language(text: str) -> str:
    """As it is named where there is none of that name; it is not possible here."""
    return PACKS.get(text, text)


def _registration(text: str) -> str:
    return "open" if text == "1" else "closed"


DIRECT: dict[str, tuple[Option[Any], Reading]] = {
    "o_board_title": (boards.TITLE, _title),
    "o_board_desc": (boards.DESCRIPTION_HTML, make_safe),
    "o_maintenance_message": (boards.MAINTENANCE_HTML, make_safe),
    "o_base_url": (own.OLD_ADDRESSES, _address),
    "o_avatars_dir": (own.OLD_AVATARS, _title),
    "o_disp_topics_default": (boards.TOPICS_PER_PAGE, _number),
    "o_disp_posts_default": (boards.POSTS_PER_PAGE, _number),
    "o_topic_review": (boards.TOPIC_REVIEW, _number),
    "o_quote_depth": (boards.QUOTE_DEPTH, _number),
    "o_smilies": (boards.SMILIES, _switch),
    "p_message_img_tag": (boards.POST_IMAGES, _switch),
    "o_quickpost": (boards.QUICK_REPLY, _switch),
    "o_users_online": (boards.USERS_ONLINE, _switch),
    "o_topic_views": (boards.SHOW_VIEWS, _switch),
    "o_show_user_info": (boards.SHOW_AUTHOR_FACTS, _switch),
    "o_timeout_online": (boards.ONLINE_SECONDS, _number),
    "p_force_guest_email": (boards.GUEST_MAIL_REQUIRED, _switch),
    "o_default_lang": (accounts.MAIL_LANGUAGE, _language),
    "o_date_format": (accounts.DATE_FORMAT, str),
    "o_time_format": (accounts.TIME_FORMAT, str),
    "o_regs_allow": (accounts.REGISTRATION, _registration),
    "p_sig_length": (accounts.SIGNATURE_LENGTH, _number),
    "p_sig_lines": (accounts.SIGNATURE_LINES, _number),
    "p_sig_img_tag": (accounts.SIGNATURE_IMAGES, _switch),
}
# The text, its switch in FluxBB, and our option, which is empty when there is nothing to show.
SWITCHED = {
    "o_announcement_message": ("o_announcement", boards.ANNOUNCEMENT_HTML),
    "o_rules_message": ("o_rules", accounts.RULES_HTML),
}
ZONES = ("o_default_timezone", "o_default_dst", "o_server_timezone")
# About the old software itself.
ABOUT_FLUXBB = (
    "o_cur_version",
    "o_database_revision",
    "o_searchindex_revision",
    "o_parser_revision",
)

NOT_HERE = "nothing here has this meaning; kept in import-archive"


def move_options(move: Move) -> None:
    taken = {*ZONES}
    accounts.TIME_ZONE.set(board_zone(move))
    for name, (option, reading) in DIRECT.items():
        if name in move.old.config:
            taken.add(name)
            _set(move, name, option, reading)
    for name, (switch, option) in SWITCHED.items():
        if name in move.old.config:
            taken |= {name, switch}
            shown = move.old.config.get(switch) == "1"
            option.set(make_safe(move.old.config[name]) if shown else "")
    rules.keep_version()
    taken |= {"o_ranks", "o_censoring"}
    move_ranks(move)
    own.add_old_addresses(move.old.base_urls)
    _remember_sizes(move)
    _account(move, taken)


def move_ranks(move: Move) -> None:
    """FluxBB 1.5 has none any more."""
    found: dict[int, str] = {}
    is_on = move.old.config.get("o_ranks") == "1"
    for row in move.old.rows("SELECT * FROM ranks ORDER BY id"):
        title = " ".join((row["rank"] or "").split())[: ranks.LONGEST]
        posts = max(row["min_posts"] or 0, 0)
        if not is_on:
            move.ledger.left_out("ranks", "ranks were switched off; kept in import-archive")
        elif not title or posts in found:
            move.ledger.left_out("ranks", "no title, or one too many; kept in import-archive")
        else:
            found[posts] = title
            move.ledger.imported("ranks")
    accounts.RANKS.set(ranks.written(list(found.items())))


def _set(move: Move, name: str, option: Option[Any], reading: Reading) -> None:
    said = move.old.config[name]
    try:
        value = reading(said)
        if isinstance(value, int) and not isinstance(value, bool):
            value = _within(option, value)
        option.set(value)
    except ValueError:
        move.ledger.change(f"config.{name}: not possible here, so as on a new board", said[:80])


def _within(option: Option[Any], value: int) -> int:
    if option.at_least is not None:
        value = max(value, option.at_least)
    return value if option.at_most is None else min(value, option.at_most)


def _remember_sizes(move: Move) -> None:
    for name, option in (
        ("o_disp_posts_default", own.OLD_POSTS_PER_PAGE),
        ("o_disp_topics_default", own.OLD_TOPICS_PER_PAGE),
    ):
        if name in move.old.config:
            _set(move, name, option, _number)


def _account(move: Move, taken: set[str]) -> None:
    """Only names are told: among the values are passwords of mail servers."""
    names = set(move.old.config)
    move.ledger.imported("config", len(names & taken))
    for name in sorted(names - taken):
        about = name in ABOUT_FLUXBB
        reason = "about the old software itself" if about else NOT_HERE
        move.ledger.left_out("config", reason, 1, "" if about else name)
