"""Every address of the old board names a thing here, and garbage is told so. Without a board."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb.old_addresses import SCRIPTS, thing_at
from areopagus.importers.fluxbb.old_things import (
    Acting,
    Asked,
    ForumAt,
    MemberAt,
    Members,
    PostAt,
    Thing,
    TopicAt,
    TopicFrom,
    Way,
)

ME, OTHER = 7, 8
NAMES = {
    "index.php": Way("/"),
    "viewtopic.php?id=42": TopicAt(42),
    "viewtopic.php?id=42&p=1": TopicAt(42),
    "viewtopic.php?id=42&p=3": TopicAt(42, 51),
    "viewtopic.php?id=42&amp;p=2": TopicAt(42, 26),
    "viewtopic.php?amp;amp;p=2&id=42": TopicAt(42, 26),
    "viewtopic.php?id=42&p=x": TopicAt(42),
    "viewtopic.php?pid=77": PostAt(77),
    "viewtopic.php?pid=77)": PostAt(77),
    "viewtopic.php?pid=&id=42": TopicAt(42),
    "viewtopic.php?id=42abc": TopicAt(42),
    "viewtopic.php?id=%2042'": TopicAt(42),
    "viewtopic.php?id=042": TopicAt(42),
    "viewtopic.php?id=42&action=last": TopicFrom(42, is_last=True),
    "viewtopic.php?id=42&action=new": TopicFrom(42, is_last=False),
    "viewforum.php?id=3": ForumAt(3),
    "viewforum.php?id=3&p=2": ForumAt(3, 31),
    "userlist.php": Members("", None, "name", descending=False),
    "userlist.php?username=M*&show_group=4&sort_by=num_posts&sort_dir=DESC&p=2": Members(
        "M*", 4, "posts", descending=True, position=51
    ),
    "userlist.php?show_group=-1&sort_by=registered": Members(
        "", None, "registered", descending=False
    ),
    "search.php": Way("/search/"),
    "search.php?search_id=12&p=3": Way("/search/", lasts=False),
    "search.php?action=search&keywords=mars&author=Max&forums[]=3": Way(
        "/search/?q=mars+author%3A%22Max%22+forum%3A3"
    ),
    "search.php?action=search&keywords=mars+not+rover+AND+dust*&search_in=-1&sort_by=0": Way(
        "/search/?q=title%3Amars+-title%3Arover+title%3Adust&order=newest"
    ),
    "search.php?action=search&keywords=c%2B%2B&show_as=posts&forums=1,2,-1": Way(
        "/search/?q=%22c%2B%2B%22+forum%3A1+forum%3A2&as=posts"
    ),
    'search.php?action=search&author=*Max"*': Way("/search/?q=author%3A%22Max%22"),
    "search.php?action=show_24h": Way("/active/"),
    "search.php?action=show_recent&value=600": Way("/active/"),
    "search.php?action=show_new": Way("/unread/", lasts=False),
    "search.php?action=show_new&fid=3": ForumAt(3),
    "search.php?action=show_unanswered": Way("/unanswered/"),
    "search.php?action=show_subscriptions&user_id=7": Way("/subscriptions/"),
    "search.php?action=show_replies": Way("/members/7/posts/", lasts=False),
    "search.php?action=show_user_posts": Way("/members/7/posts/", lasts=False),
    "search.php?action=show_user_posts&user_id=8": Way("/members/8/posts/"),
    "search.php?action=show_user&user_id=8": Way("/members/8/posts/"),
    "search.php?action=show_user_topics&user_id=8": Way("/members/8/topics/"),
    "help.php": Way("/help/markup/"),
    "profile.php?id=8": MemberAt(8),
    "profile.php?section=essentials&id=7": Way("/settings/display/", lasts=False),
    "profile.php?section=personal&id=7": Way("/settings/profile/", lasts=False),
    "profile.php?section=messaging&id=7": Way("/settings/profile/", lasts=False),
    "profile.php?section=personality&id=7": Way("/settings/signature/", lasts=False),
    "profile.php?section=display&id=7": Way("/settings/display/", lasts=False),
    "profile.php?section=privacy&id=7": Way("/settings/privacy/", lasts=False),
    "profile.php?section=admin&id=7": MemberAt(7),
    "profile.php?section=display&id=8": MemberAt(8),
    "profile.php?action=change_pass&id=7": Way("/settings/password/", lasts=False),
    "profile.php?action=change_email&id=7": Way("/settings/mail/", lasts=False),
    "profile.php?action=upload_avatar&id=7": Way("/settings/avatar/", lasts=False),
    "profile.php?action=delete_avatar&id=7": Way("/settings/avatar/", lasts=False),
    "profile.php?action=promote&id=8&pid=77": MemberAt(8),
    "misc.php?action=rules": Way("/rules/"),
    "misc.php?report=77": Way("/posts/77/report/"),
    "misc.php?email=8": Way("/members/8/mail/"),
    "login.php": Way("/sign-in/"),
    "login.php?action=in": Way("/sign-in/"),
    "login.php?action=out&id=7&csrf_token=ab": Way("/sign-out/"),
    "login.php?action=forget": Way("/password/forgotten/"),
    "login.php?action=forget_2": Way("/password/forgotten/"),
    "register.php?agree=Agree": Way("/register/"),
    "post.php?tid=42": Way("/topics/42/replies/"),
    "post.php?tid=42&qid=77": Way("/topics/42/replies/?quote=77"),
    "post.php?fid=3": Way("/forums/3/topics/"),
    "edit.php?id=77&action=edit": Way("/posts/77/edit/"),
    "delete.php?id=77": Way("/posts/77/delete/"),
    "moderate.php?fid=3": ForumAt(3),
    "moderate.php?fid=3&p=2": ForumAt(3, 31),
    "moderate.php?fid=3&tid=42&p=2": TopicAt(42, 26),
    "moderate.php?fid=3&move_topics=42": TopicAt(42),
    "moderate.php?fid=3&stick=42&csrf_token=ab": TopicAt(42),
    "moderate.php?get_host=77": PostAt(77),
    "admin_index.php?action=check_upgrade": Way("/administration/"),
    "admin_statistics.php?action=phpinfo": Way("/administration/"),
    "admin_options.php": Way("/administration/options/"),
    "admin_permissions.php": Way("/administration/options/writing/"),
    "admin_categories.php": Way("/administration/forums/"),
    "admin_forums.php": Way("/administration/forums/"),
    "admin_forums.php?edit_forum=3": Way("/administration/forums/3/"),
    "admin_forums.php?del_forum=3": Way("/administration/forums/3/remove/"),
    "admin_groups.php?edit_group=4": Way("/administration/groups/4/"),
    "admin_groups.php?del_group=5": Way("/administration/groups/5/remove/"),
    "admin_maintenance.php?action=rebuild": Way("/administration/options/maintenance/"),
    "admin_users.php": Way("/administration/members/"),
    "admin_users.php?find_user=1&form[username]=M%C3%A4x": Way(
        "/administration/members/?said=M%C3%A4x"
    ),
    "admin_users.php?ip_stats=8": Way("/administration/members/8/"),
    "admin_bans.php?add_ban=8": Way("/administration/members/8/ban/"),
    "admin_bans.php?edit_ban=2": Way("/administration/members/?state=banned"),
    "admin_reports.php": Way("/moderation/reports/"),
}
# Where it leads, and a word of what the visitor is told there.
DEEDS = {
    "misc.php?action=markread": (Way("/unread/"), "the button on this page"),
    "misc.php?action=markforumread&fid=3&csrf_token=ab": (ForumAt(3), "the button on this page"),
    "misc.php?action=unsubscribe&tid=42": (TopicAt(42), "“Normal” for this topic"),
    "misc.php?unsubscribe=42": (TopicAt(42), "“Normal” for this topic"),
    "misc.php?subscribe=42": (TopicAt(42), "“Watch” for this topic"),
    "misc.php?action=subscribe&fid=3": (ForumAt(3), "“Watch” for this forum"),
    "misc.php?action=unsubscribe&fid=3": (ForumAt(3), "“Normal” for this forum"),
    "moderate.php?get_host=192.0.2.1": (Way("/administration/members/"), "by name or mail"),
    "admin_users.php?show_users=192.0.2.1": (Way("/administration/members/"), "by name or mail"),
    "admin_censoring.php": (Way("/administration/options/writing/"), "import-archive"),
    "admin_prune.php": (Way("/administration/"), "not pruned"),
    "admin_loader.php?plugin=AP_News.php": (Way("/administration/"), "plug-ins"),
}
NAMES_NOTHING = (
    "viewtopic.php",
    "viewtopic.php?id=",
    "viewtopic.php?id=abc",
    "viewtopic.php?id=-1",
    "viewtopic.php?id=0",
    "viewtopic.php?id=9999999999999999999999",
    "viewtopic.php?id=%00",
    "viewforum.php?id=%F0%9F%9A%80",
    "viewforum.php?id=٣",
    "profile.php",
    "profile.php?id[]=3",
    "profile.php?section=display",
    "misc.php",
    "misc.php?email=",
    "post.php",
    "edit.php",
    "moderate.php",
    "install.php",
    "db_update.php",
)


def named(old: str, user_id: int | None = ME, *, is_administrator: bool = False) -> Thing:
    script, _, query = old.partition(".php")
    said = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True))
    return thing_at(script, Asked(said, user_id, is_administrator))


@pytest.mark.parametrize(("old", "thing"), NAMES.items())
def test_an_old_address_names_a_thing(old: str, thing: Thing) -> None:
    assert named(old) == thing


@pytest.mark.parametrize(("old", "thing", "told"), [(k, *v) for k, v in DEEDS.items()])
def test_an_old_address_for_acting_says_how_it_is_done_here(
    old: str, thing: Thing, told: str
) -> None:
    found = named(old, is_administrator=True)
    if isinstance(found, Acting):
        assert found.on == thing
    else:
        assert isinstance(found, Way)
        assert isinstance(thing, Way)
        if "admin" in thing.address:
            assert named(old) == Way(thing.address, lasts=False), "it looks absent to others"
        assert (found.address, found.lasts) == (thing.address, False)
    assert told in found.says


@pytest.mark.parametrize("old", NAMES_NOTHING)
def test_garbage_names_nothing(old: str) -> None:
    with pytest.raises(NotFound):
        named(old)


def test_a_page_is_told_by_position_in_the_old_board_s_pages() -> None:
    asked = Asked({"id": "4", "p": "6"}, posts_per_page=10, topics_per_page=60)
    assert thing_at("viewtopic", asked) == TopicAt(4, 51)
    assert thing_at("viewforum", asked) == ForumAt(4, 301)


@pytest.mark.parametrize("deed", ["section=admin", "section=display", "action=promote&pid=77"])
def test_administrators_are_led_to_other_people_s_profiles(deed: str) -> None:
    thing = named(f"profile.php?{deed}&id={OTHER}", is_administrator=True)
    assert thing == Way(f"/administration/members/{OTHER}/", lasts=False)


@pytest.mark.parametrize(
    ("old", "page"),
    [
        ("fid=3", "/moderation/forums/3/"),
        ("fid=3&tid=42&p=2", "/moderation/topics/42/"),
        ("fid=3&move_topics=42", "/moderation/topics/42/"),
    ],
)
def test_moderators_are_led_to_where_they_moderate(old: str, page: str) -> None:
    said = dict(parse_qsl(old))
    assert thing_at("moderate", Asked(said, moderates=frozenset({3}))) == Way(page, lasts=False)
    assert not isinstance(thing_at("moderate", Asked(said, moderates=frozenset({4}))), Way)


def test_a_guest_is_led_to_what_is_their_own_after_signing_in() -> None:
    assert named("profile.php?section=display&id=7", None) == Way("/settings/display/", lasts=False)
    assert named("search.php?action=show_replies", None) == Way("/sign-in/", lasts=False)


@pytest.mark.parametrize(
    ("deed", "page"),
    [("change_pass", "/password/forgotten/"), ("change_email", "/settings/mail/")],
)
def test_a_key_from_an_old_mail_leads_to_where_a_new_one_is_had(deed: str, page: str) -> None:
    thing = named(f"profile.php?action={deed}&id=7&key=abc", None)
    assert isinstance(thing, Way)
    assert thing.address == page
    assert "works no longer" in thing.says
    assert not thing.lasts


@given(
    script=st.sampled_from(sorted(SCRIPTS)),
    query=st.dictionaries(
        st.sampled_from(
            ["id", "pid", "p", "tid", "fid", "qid", "action", "section", "user_id", "amp;p", "key",
             "email", "report", "username", "show_group", "form[username]", "get_host", "del_forum"]
        ),
        st.one_of(st.text(), st.integers().map(str), st.sampled_from(["new", "last", "show_user"])),
    ),
    user_id=st.one_of(st.none(), st.integers(1, 9)),
    is_administrator=st.booleans(),
)  # fmt: skip
def test_whatever_is_asked_the_answer_is_a_thing_or_a_refusal(
    script: str, query: dict[str, str], user_id: int | None, is_administrator: bool
) -> None:
    try:
        thing = thing_at(script, Asked(query, user_id, is_administrator))
    except NotFound:
        return
    if isinstance(thing, Way):
        assert thing.address.startswith("/")
        assert not thing.address.startswith("//")
        assert thing.address.isascii()
        assert thing.address.isprintable()
