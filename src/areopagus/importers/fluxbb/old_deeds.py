"""The old board's addresses for acting and administering: each leads to the page that offers the same."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from areopagus.importers.fluxbb.old_things import (
    Acting,
    Asked,
    ForumAt,
    MemberAt,
    PostAt,
    Thing,
    TopicAt,
    Way,
)

SETTINGS = {
    "essentials": "/settings/display/",
    "personal": "/settings/profile/",
    "messaging": "/settings/profile/",
    "personality": "/settings/signature/",
    "display": "/settings/display/",
    "privacy": "/settings/privacy/",
    "change_pass": "/settings/password/",
    "change_email": "/settings/mail/",
    "upload_avatar": "/settings/avatar/",
    "upload_avatar2": "/settings/avatar/",
    "delete_avatar": "/settings/avatar/",
}
FOR_ADMINISTRATORS = {"admin", "promote"}
# The keys in old mails died with the old board.
KEYS = {
    "change_pass": Way(
        "/password/forgotten/",
        lasts=False,
        says="The link in your mail was made by this board's old software and works no longer. "
        "Your password is the one you had before; here you can ask for a new one.",
    ),
    "change_email": Way(
        "/settings/mail/",
        lasts=False,
        says="The link in your mail was made by this board's old software and works no longer. "
        "Your mail address is the one you had before; in your settings you can change it.",
    ),
}
PRESS_THE_BUTTON = "A link cannot mark anything as read here; the button on this page does it."
TOLD = (
    "To be told of answers, choose “Watch” for this {0} on this page; you must be signed in for it."
)
TOLD_NO_MORE = (
    "To be told no longer, choose “Normal” for this {0} on this page; you must be signed in for it."
)
BY_ADDRESS = (
    "Members are found by name or mail address here; where a post came from stands beside it."
)
ENTRANCES = {
    "out": "/sign-out/",
    "forget": "/password/forgotten/",
    "forget_2": "/password/forgotten/",
}
ON_A_TOPIC = ("move_topics", "open", "close", "stick", "unstick")
# Up to 1.4 the topic stood in the action itself, so it does in old notification mails.
TOPIC_NAMES = ("tid", "subscribe", "unsubscribe")


def own_profile(asked: Asked) -> Thing:
    """A tab of the profile or a deed on it. Administrators could open everybody's."""
    member = asked.wanted("id")
    deed = asked.says("action") or asked.says("section")
    if "key" in asked.query and deed in KEYS:
        return KEYS[deed]
    is_own = asked.user_id in {None, member}
    if asked.is_administrator and (deed in FOR_ADMINISTRATORS or not is_own):
        return Way(f"/administration/members/{member}/", lasts=False)
    if deed in FOR_ADMINISTRATORS or not is_own:
        return MemberAt(member)
    return Way(SETTINGS.get(deed, "/settings/"), lasts=False)


def misc(asked: Asked) -> Thing:
    action = asked.says("action")
    if action == "rules":
        return Way("/rules/")
    if action == "markread":
        return Way("/unread/", lasts=False, says=PRESS_THE_BUTTON)
    if action == "markforumread":
        return Acting(ForumAt(asked.wanted("fid")), PRESS_THE_BUTTON)
    if "email" in asked.query:
        return Way(f"/members/{asked.wanted('email')}/mail/")
    if "report" in asked.query:
        return Way(f"/posts/{asked.wanted('report')}/report/")
    return _subscribing(asked)


def _subscribing(asked: Asked) -> Thing:
    says = TOLD_NO_MORE if "unsubscribe" in {asked.says("action"), *asked.query} else TOLD
    for name in TOPIC_NAMES:
        if name in asked.query:
            return Acting(TopicAt(asked.wanted(name)), says.format("topic"))
    return Acting(ForumAt(asked.wanted("fid")), says.format("forum"))


def writing(asked: Asked) -> Thing:
    if "tid" not in asked.query:
        return Way(f"/forums/{asked.wanted('fid')}/topics/")
    quoted = asked.number("qid")
    return Way(f"/topics/{asked.wanted('tid')}/replies/" + (f"?quote={quoted}" if quoted else ""))


def entrance(asked: Asked) -> Thing:
    return Way(ENTRANCES.get(asked.says("action"), "/sign-in/"))


def moderating(asked: Asked) -> Thing:
    if "get_host" in asked.query:
        # A network address, or the post that came from it.
        if asked.says("get_host").isdigit():
            return PostAt(asked.wanted("get_host"))
        return _told_to_administrators(asked, "/administration/members/", BY_ADDRESS)
    if asked.number("fid") in asked.moderates:
        return _moderators_way(asked)
    if "tid" in asked.query:
        return TopicAt(asked.wanted("tid"), asked.position(asked.posts_per_page))
    for name in ON_A_TOPIC:
        if topic_id := asked.number(name):
            return TopicAt(topic_id)
    return ForumAt(asked.wanted("fid"), asked.position(asked.topics_per_page))


def _moderators_way(asked: Asked) -> Thing:
    for name in ("tid", *ON_A_TOPIC):
        if topic_id := asked.number(name):
            return Way(f"/moderation/topics/{topic_id}/", lasts=False)
    return Way(f"/moderation/forums/{asked.wanted('fid')}/", lasts=False)


def _forums(asked: Asked) -> Thing:
    if forum_id := asked.number("del_forum"):
        return Way(f"/administration/forums/{forum_id}/remove/")
    forum_id = asked.number("edit_forum")
    return Way(f"/administration/forums/{forum_id}/" if forum_id else "/administration/forums/")


def _groups(asked: Asked) -> Thing:
    if group_id := asked.number("del_group"):
        return Way(f"/administration/groups/{group_id}/remove/")
    group_id = asked.number("edit_group")
    return Way(f"/administration/groups/{group_id}/" if group_id else "/administration/groups/")


def _members(asked: Asked) -> Thing:
    if member_id := asked.number("ip_stats"):
        return Way(f"/administration/members/{member_id}/")
    if "show_users" in asked.query:
        return _told_to_administrators(asked, "/administration/members/", BY_ADDRESS)
    said = asked.says("form[username]")[:100]
    return Way("/administration/members/" + (f"?{urlencode({'said': said})}" if said else ""))


def _bans(asked: Asked) -> Thing:
    if member_id := asked.number("add_ban"):
        return Way(f"/administration/members/{member_id}/ban/")
    # Bans have no numbers any more.
    return Way("/administration/members/?state=banned")


def _leads_to(address: str, says: str = "") -> Callable[[Asked], Thing]:
    """`says` is told to administrators: to others these pages look absent."""
    return lambda asked: _told_to_administrators(asked, address, says)


def _told_to_administrators(asked: Asked, address: str, says: str) -> Way:
    return Way(address, lasts=not says, says=says if asked.is_administrator else "")


def on_a_post(deed: str) -> Callable[[Asked], Thing]:
    return lambda asked: Way(f"/posts/{asked.wanted('id')}/{deed}/")


DEEDS: dict[str, Callable[[Asked], Thing]] = {
    "misc": misc,
    "login": entrance,
    "register": _leads_to("/register/"),
    "post": writing,
    "edit": on_a_post("edit"),
    "delete": on_a_post("delete"),
    "moderate": moderating,
    "admin_index": _leads_to("/administration/"),
    "admin_statistics": _leads_to("/administration/"),
    "admin_options": _leads_to("/administration/options/"),
    "admin_permissions": _leads_to("/administration/options/writing/"),
    "admin_categories": _leads_to("/administration/forums/"),
    "admin_forums": _forums,
    "admin_groups": _groups,
    "admin_censoring": _leads_to(
        "/administration/options/writing/",
        "No words are replaced here. The old board's list lies in import-archive.",
    ),
    "admin_ranks": _leads_to("/administration/options/ranks/"),
    "admin_maintenance": _leads_to("/administration/options/maintenance/"),
    "admin_prune": _leads_to(
        "/administration/",
        "Old topics are not pruned here: nothing that was written is thrown away.",
    ),
    "admin_users": _members,
    "admin_bans": _bans,
    "admin_reports": _leads_to("/moderation/reports/"),
    "admin_loader": _leads_to(
        "/administration/",
        "The old board's plug-ins did not move; their tables lie in import-archive.",
    ),
}
