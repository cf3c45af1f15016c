"""The columns of FluxBB's tables that are compared, all versions together (fact sheet §1.2, §1.3)."""

from __future__ import annotations

REQUIRED = ("config", "categories", "forums", "groups", "posts", "topics", "users")
KEYS = {
    "bans": "id", "categories": "id", "censoring": "id", "config": "conf_name", "forums": "id",
    "groups": "g_id", "posts": "id", "ranks": "id", "reports": "id", "topics": "id", "users": "id",
}  # fmt: skip
# In bytes: the lengths in a serialised list count bytes.
RAW = {"forums": ("moderators",)}
TEXTS = {
    "bans": "username ip email message",
    "categories": "cat_name",
    "censoring": "search_for replace_with",
    "config": "conf_name conf_value",
    "forum_perms": "",
    "forum_subscriptions": "",
    "forums": "forum_name forum_desc redirect_url",
    "groups": "g_title g_user_title",
    "online": "",
    # The text of a post is kept as a digest only.
    "posts": "poster poster_ip poster_email edited_by",
    "ranks": "rank",
    "reports": "message",
    "subscriptions": "",
    "topic_subscriptions": "",
    "topics": "poster subject",
    "users": "username password salt email title realname url jabber icq msn aim yahoo location"
    " signature timezone language registration_ip admin_note",
}
NUMBERS = {
    "bans": "id expire ban_creator",
    "categories": "id disp_position",
    "censoring": "id",
    "config": "",
    "forum_perms": "group_id forum_id read_forum post_replies post_topics",
    "forum_subscriptions": "user_id forum_id",
    "forums": "id sort_by disp_position cat_id",
    "groups": "g_id g_promote_min_posts g_promote_next_group g_moderator g_mod_edit_users"
    " g_mod_rename_users g_mod_change_passwords g_mod_ban_users g_mod_promote_users g_read_board"
    " g_view_users g_post_replies g_post_topics g_edit_posts g_delete_posts g_delete_topics"
    " g_post_links g_set_title g_search g_search_users g_send_email g_post_flood g_search_flood"
    " g_email_flood g_report_flood",
    "online": "user_id logged",
    "posts": "id poster_id hide_smilies posted edited topic_id",
    "ranks": "id min_posts",
    "reports": "id post_id topic_id forum_id reported_by created zapped zapped_by",
    "subscriptions": "user_id topic_id",
    "topic_subscriptions": "user_id topic_id",
    "topics": "id posted first_post_id last_post num_views closed sticky moved_to forum_id",
    "users": "id group_id disp_topics disp_posts email_setting notify_with_post auto_notify"
    " show_smilies show_img show_img_sig show_avatars show_sig dst time_format date_format"
    " num_posts registered last_visit",
}
TABLES = frozenset(TEXTS)
# Where 1.2 stored "&#1055;" for what its pages could not hold. Posts, signatures and descriptions
# keep it: there it is markup.
WITH_REFERENCES = frozenset({
    "bans.message", "bans.username", "categories.cat_name", "forums.forum_name", "groups.g_title",
    "groups.g_user_title", "posts.edited_by", "posts.poster", "reports.message", "topics.poster",
    "topics.subject", "users.admin_note", "users.location", "users.realname", "users.title",
    "users.username",
})  # fmt: skip
# Why other tables are not compared, or not row by row.
NOT_COMPARED = {
    "forum_perms": "part of what each group may do in each forum",
    "online": "only the time of the last visit is taken from it",
    "search_cache": "made anew by searching",
    "search_matches": "made anew by searching",
    "search_words": "made anew by searching",
}
