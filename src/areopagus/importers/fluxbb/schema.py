"""FluxBB's tables, all versions together (FluxBB fact sheet §1.2 and §1.3).

`#` marks whole numbers, `!` bytes that must not be decoded; everything else is text. The first
column is the key of a row where it is marked `*`.
"""

from __future__ import annotations

from dataclasses import dataclass

REQUIRED = ("config", "categories", "forums", "groups", "posts", "topics", "users")
# Built anew here, or true only at the moment of the dump.
DERIVED = {
    "search_words": "words of the search index",
    "search_matches": "matches of the search index",
    "search_cache": "results of a search",
    "online": "somebody who was there at that moment; only the time was taken",
}
_COUNTED = "counted anew from the posts"
_OF_A_MOMENT = "held back who did it again too soon; that moment is over"
# Every column of _TABLES that an import does not read, and why; a test compares it with moving/.
NOT_TAKEN = {
    "forums.num_topics": _COUNTED,
    "forums.num_posts": _COUNTED,
    "forums.last_post": _COUNTED,
    "forums.last_post_id": _COUNTED,
    "forums.last_poster": _COUNTED,
    "topics.last_post_id": _COUNTED,
    "topics.last_poster": _COUNTED,
    "topics.num_replies": "counted anew from the posts; this report says where they differ",
    "groups.g_post_polls": "there are no polls here yet",
    "groups.g_edit_subjects_interval": "from FluxBB 1.2; FluxBB itself dropped it in 1.4",
    "users.style": "FluxBB's styles are not here; everybody sees the board as it looks now",
    "users.last_post": _COUNTED,
    "users.last_search": _OF_A_MOMENT,
    "users.last_email_sent": _OF_A_MOMENT,
    "users.last_report_sent": _OF_A_MOMENT,
    "users.activate_string": "a change of address or password that was never confirmed; to be asked for anew",
    "users.activate_key": "a key in an old mail; it works no more, and a new one can be asked for",
    "users.use_avatar": "from FluxBB 1.2; whether there is a picture is told by the file itself",
    "users.save_pass": "from FluxBB 1.2; who stays signed in is asked at the next sign-in",
    "reports.topic_id": "told by the post",
    "reports.forum_id": "told by the post",
    "online.ident": "the member's name, or a guest's network address",
    "online.idle": "true only at that moment",
    "online.last_post": _OF_A_MOMENT,
    "online.last_search": _OF_A_MOMENT,
}
# Only FluxBB 1.3-legacy has these.
OF_LEGACY_13 = ("extensions", "extension_hooks")

_TABLES = {
    "config": "conf_name* conf_value",
    "categories": "id#* cat_name disp_position#",
    "forums": "id#* forum_name forum_desc redirect_url moderators! num_topics# num_posts# last_post#"
    " last_post_id# last_poster sort_by# disp_position# cat_id#",
    "forum_perms": "group_id# forum_id# read_forum# post_replies# post_topics#",
    "groups": "g_id#* g_title g_user_title g_promote_min_posts# g_promote_next_group# g_moderator#"
    " g_mod_edit_users# g_mod_rename_users# g_mod_change_passwords# g_mod_ban_users#"
    " g_mod_promote_users# g_read_board# g_view_users# g_post_replies# g_post_topics#"
    " g_edit_posts# g_delete_posts# g_delete_topics# g_post_links# g_set_title# g_search#"
    " g_search_users# g_send_email# g_post_flood# g_search_flood# g_email_flood# g_report_flood#"
    " g_post_polls# g_edit_subjects_interval#",
    "topics": "id#* poster subject posted# first_post_id# last_post# last_post_id# last_poster"
    " num_views# num_replies# closed# sticky# moved_to# forum_id#",
    "posts": "id#* poster poster_id# poster_ip poster_email message hide_smilies# posted# edited#"
    " edited_by topic_id#",
    "users": "id#* group_id# username password salt email title realname url jabber icq msn aim"
    " yahoo location signature disp_topics# disp_posts# email_setting# notify_with_post#"
    " auto_notify# show_smilies# show_img# show_img_sig# show_avatars# show_sig# timezone dst#"
    " time_format# date_format# language style num_posts# last_post# last_search#"
    " last_email_sent# last_report_sent# registered# registration_ip last_visit# admin_note"
    " activate_string activate_key use_avatar# save_pass#",
    "bans": "id#* username ip email message expire# ban_creator#",
    "censoring": "id#* search_for replace_with",
    "ranks": "id#* rank min_posts#",
    "reports": "id#* post_id# topic_id# forum_id# reported_by# created# message zapped# zapped_by#",
    "topic_subscriptions": "user_id# topic_id#",
    "subscriptions": "user_id# topic_id#",
    "forum_subscriptions": "user_id# forum_id#",
    "online": "user_id# ident logged# idle# last_post# last_search#",
}
# Where a browser's character references stood for characters in 1.2; posts have their own dialect.
PLAIN_TEXT = (
    ("categories", "cat_name"), ("forums", "forum_name"), ("groups", "g_title"),
    ("groups", "g_user_title"), ("topics", "poster"), ("topics", "subject"), ("posts", "poster"),
    ("posts", "edited_by"), ("users", "username"), ("users", "title"), ("users", "realname"),
    ("users", "location"), ("users", "admin_note"), ("bans", "username"), ("bans", "message"),
    ("reports", "message"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    is_number: bool
    is_binary: bool
    is_key: bool


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(
        Column(word.rstrip("#!*"), "#" in word, "!" in word, word.endswith("*"))
        for word in text.split()
    )


TABLES = {name: _columns(text) for name, text in _TABLES.items()}
# Such as "posts.message".
COLUMNS = frozenset(f"{table}.{column.name}" for table in TABLES for column in TABLES[table])
