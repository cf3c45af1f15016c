"""A board of FluxBB 1.3-legacy, made from what the fact sheet knows of that version (§0, §1.1, §2)."""

from __future__ import annotations

import hashlib

from tests.importers.old_boards import THEN, Tables, Value, member, post, sound

PASSWORD = "one small step"
# Administrators and guests are certain; the others stand behind them in any order.
ADMINISTRATORS, GUESTS, MEMBERS, MODERATORS, FRIENDS = 1, 2, 3, 4, 5


def legacy13(**config: str) -> Tables:
    old = sound()
    said = {"o_cur_version": "1.3", "o_default_user_group": str(MEMBERS), **config}
    old["config"] = [{"conf_name": name, "conf_value": value} for name, value in said.items()]
    old["groups"] = [
        group(ADMINISTRATORS, "Administrators", g_promote_next_group=0),
        group(GUESTS, "Guests", g_post_replies=0, g_post_topics=0),
        group(MEMBERS, "Members", g_promote_min_posts=50, g_promote_next_group=FRIENDS),
        group(MODERATORS, "Moderators", g_moderator=1, g_mod_ban_users=1),
        group(FRIENDS, "Friends"),
    ]
    old["users"] = [
        person(1, "Guest", GUESTS, password="Guest", salt=None),
        person(2, "Ada", ADMINISTRATORS),
        person(3, "Max", MEMBERS),
        person(4, "Mona", MODERATORS),
        person(5, "Nina", 0),
        person(6, "Fred", FRIENDS),
        person(7, "Oldest", MEMBERS, password=sha1(PASSWORD), salt=None),
    ]
    old["posts"].append(post(3, 1, message="A [b]bold[/b] step :)", poster="Mona", poster_id=4))
    old["forum_perms"] = [
        {"group_id": GUESTS, "forum_id": 1, "read_forum": 0, "post_replies": 0, "post_topics": 0},
        {"group_id": MODERATORS, "forum_id": 1, "read_forum": 1, "post_replies": 1, "post_topics": 1},
    ]  # fmt: skip
    old["extensions"] = [{"id": "pun_repository", "title": "Repository", "version": "1.2"}]
    old["extension_hooks"] = [{"id": "hd_head", "extension_id": "pun_repository", "code": "x()"}]
    return old


def group(pk: int, title: str, **changed: Value) -> dict[str, Value]:
    return {
        "g_id": pk,
        "g_title": title,
        "g_user_title": None,
        "g_promote_min_posts": 0,
        "g_promote_next_group": 0,
        "g_moderator": 0,
        "g_mod_ban_users": 0,
        "g_post_replies": 1,
        "g_post_topics": 1,
        **changed,
    }


def person(pk: int, name: str, group_id: int, **changed: Value) -> dict[str, Value]:
    salt = f"salt-of-{pk:04}"
    inner = sha1(PASSWORD)
    return {
        **member(pk, name, group_id=group_id, registered=THEN + pk),
        "password": sha1(salt + inner),
        "salt": salt,
        "access_keys": 0,
        **changed,
    }


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()  # noqa: S324 - as it did.
