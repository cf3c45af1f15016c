"""Old addresses as a visitor follows them: one step to the thing itself, or a page that says why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.accounts import groups
from areopagus.accounts.models import Group, User
from areopagus.boards.models import Post, Topic
from areopagus.boards.options import POSTS_PER_PAGE
from areopagus.core.clock import now
from areopagus.importers.fluxbb import logged, options
from tests import factories
from tests.conftest import Cast, Places, user_of

FOLDERS = ("/", "/forums/", "/some/older/place/")


@pytest.fixture
def long_topic(cast: Cast, places: Places) -> Topic:
    POSTS_PER_PAGE.set(3)
    return factories.make_topic(cast.max, places.missions, "A long way", posts=8)


def led(client: Client, old: str) -> tuple[int, str | None]:
    answer = client.get(old)
    return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_topic_is_one_step_away(client: Client, topic: Topic, folder: str) -> None:
    assert led(client, f"{folder}viewtopic.php?id={topic.pk}") == (301, topic.url)
    assert client.get(topic.url).status_code == 200


@pytest.mark.parametrize("folder", FOLDERS)
def test_forums_members_posts_and_lists_are_one_step_away(
    client: Client, cast: Cast, topic: Topic, folder: str
) -> None:
    post = topic.first_post
    assert post is not None
    max_ = user_of(cast.max)
    for old, new in (
        ("index.php", "/"),
        (f"viewforum.php?id={topic.forum_id}", topic.forum.url),
        (f"viewtopic.php?pid={post.pk}", f"/posts/{post.pk}/"),
        (f"profile.php?id={max_.pk}", max_.url),
        ("userlist.php?sort_by=num_posts&sort_dir=DESC&username=M*",
         "/members/?name=M%2A&sort=posts&direction=down"),
        ("search.php?action=show_24h", "/active/"),
        ("help.php", "/help/markup/"),
    ):  # fmt: skip
        assert led(client, folder + old) == (301, new)
        assert client.get(new, follow=True).status_code == 200


def test_a_page_is_found_by_position_and_beyond_the_end_the_first(
    client: Client, long_topic: Topic
) -> None:
    options.OLD_POSTS_PER_PAGE.set(5)
    old = f"/viewtopic.php?id={long_topic.pk}&p="
    # Post 6 was the first on the second page; ours hold three.
    assert led(client, f"{old}2") == (301, f"{long_topic.url}page/2/")
    assert led(client, f"{old}3") == (301, long_topic.url)
    assert led(client, f"{old}99999") == (301, long_topic.url)


def test_a_forum_s_page_is_found_by_position(client: Client, cast: Cast, places: Places) -> None:
    options.OLD_TOPICS_PER_PAGE.set(2)
    for number in range(3):
        factories.make_topic(cast.max, places.missions, f"Landing {number}")
    old = f"/viewforum.php?id={places.missions.pk}&p="
    assert led(client, f"{old}2") == (301, places.missions.url)
    assert led(client, f"{old}3") == (301, places.missions.url)


def test_a_member_s_own_page_size_counts(client: Client, cast: Cast, long_topic: Topic) -> None:
    options.OLD_POSTS_PER_PAGE.set(5)
    User.objects.filter(pk=user_of(cast.max).pk).update(posts_per_page=5)
    client.force_login(user_of(cast.max))
    old = f"/viewtopic.php?id={long_topic.pk}&p=2"
    assert led(client, old) == (301, f"{long_topic.url}page/2/")
    User.objects.filter(pk=user_of(cast.max).pk).update(posts_per_page=50)
    assert led(client, old) == (301, long_topic.url)


def test_stubs_are_followed_to_the_end(client: Client, topic: Topic) -> None:
    target = topic
    for _ in range(3):
        target = Topic.objects.create(
            forum=topic.forum, title="It went away", author_name="Max", is_stub=True,
            moved_to=target, started_at=now(), last_post_at=now(),
        )  # fmt: skip
    assert led(client, f"/viewtopic.php?id={target.pk}") == (301, topic.url)


def test_stubs_in_a_circle_and_stubs_to_nowhere_are_told(client: Client, topic: Topic) -> None:
    first, second = (
        Topic.objects.create(
            forum=topic.forum, title="Round", author_name="Max", is_stub=True,
            started_at=now(), last_post_at=now(),
        )
        for _ in range(2)
    )  # fmt: skip
    assert "is here no longer" in client.get(f"/viewtopic.php?id={first.pk}").text
    Topic.objects.filter(pk=first.pk).update(moved_to=second)
    Topic.objects.filter(pk=second.pk).update(moved_to=first)
    assert client.get(f"/viewtopic.php?id={first.pk}").status_code == 404


def test_the_last_post_is_where_it_stands_now(client: Client, long_topic: Topic) -> None:
    post = long_topic.last_post
    assert post is not None
    answer = client.get(f"/viewtopic.php?id={long_topic.pk}&action=last")
    place = f"{long_topic.url}page/3/#p{post.pk}"
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_first_new_post_is_the_first_since_the_last_visit(
    client: Client, cast: Cast, long_topic: Topic
) -> None:
    ids = list(long_topic.posts.order_by("number").values_list("pk", flat=True))
    early = now() - timedelta(days=2)
    Post.objects.filter(pk__in=ids[:4]).update(posted_at=early)
    User.objects.filter(pk=user_of(cast.nina).pk).update(
        last_visit_at=now() - timedelta(days=1), last_seen_at=now()
    )
    old = f"/viewtopic.php?id={long_topic.pk}&action=new"
    last = f"{long_topic.url}page/3/#p{ids[-1]}"
    assert led(client, old) == (302, last), "a guest"
    client.force_login(user_of(cast.nina))
    assert led(client, old) == (302, f"{long_topic.url}page/2/#p{ids[4]}")
    Post.objects.filter(pk__in=ids).update(posted_at=early)
    assert led(client, old) == (302, last), "nothing new"


def test_what_was_removed_says_so(client: Client, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(removed_at=now(), removal_reason="It was an advert.")
    post = topic.first_post_id
    for old in (f"id={topic.pk}", f"id={topic.pk}&p=2", f"pid={post}", f"id={topic.pk}&action=new"):
        answer = client.get(f"/viewtopic.php?{old}")
        assert answer.status_code == 410
        assert "It was an advert." in answer.text


def test_what_never_was_says_so(client: Client, cast: Cast, topic: Topic) -> None:
    post = topic.first_post
    assert post is not None
    for old, kind in (
        (f"viewtopic.php?id={topic.pk + 1}", f"topic {topic.pk + 1}"),
        (f"viewtopic.php?pid={post.pk + 1}", f"post {post.pk + 1}"),
        ("viewforum.php?id=999999", "forum 999999"),
        ("profile.php?id=999999", "member 999999"),
    ):
        answer = client.get(f"/{old}")
        assert answer.status_code == 404
        assert f"There never was a {kind} that you could read" in answer.text


def test_what_is_hidden_looks_like_what_is_gone(
    client: Client, cast: Cast, secret_topic: Topic, places: Places
) -> None:
    gone = factories.make_topic(cast.max, places.missions, "Gone")
    last = factories.make_topic(cast.max, places.missions, "The last one")
    Post.objects.filter(topic=gone).update(topic=last, number=2)
    gone_pk = gone.pk
    gone.delete()
    hidden, absent = (
        client.get(f"/viewtopic.php?id={pk}")
        .text.replace(f"topic {pk} ", "topic N ")
        .replace(f"id%3D{pk}", "id%3DN")
        for pk in (secret_topic.pk, gone_pk)
    )
    assert "deleted long ago, or it is open to others only" in hidden
    assert hidden == absent
    newest = secret_topic.pk + 2
    assert led(client, f"/viewtopic.php?id={newest}")[0] == 301, "the newest one can be read"


def test_a_link_forum_leads_out(client: Client, places: Places) -> None:
    answer = client.get(f"/viewforum.php?id={places.elsewhere.pk}", follow=True)
    assert [place for place, _ in answer.redirect_chain][-1] == "https://example.org/"


def test_members_whom_guests_may_not_view_stay_hidden(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=user_of(cast.max).pk).update(avatar="avatars/a.webp")
    old = f"/profile.php?id={cast.max.user_id}", f"/img/avatars/{cast.max.user_id}.png"
    assert [client.get(address).status_code for address in old] == [301, 302]
    Group.objects.filter(role=Group.Role.GUESTS).update(may_view_members=False)
    groups.forget()
    assert [client.get(address).status_code for address in old] == [403, 404]


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_old_avatar_is_the_one_the_member_has_now(
    client: Client, cast: Cast, folder: str
) -> None:
    old = f"{folder}img/avatars/{cast.max.user_id}."
    assert client.get(f"{old}gif").status_code == 404
    User.objects.filter(pk=user_of(cast.max).pk).update(avatar="avatars/abc.webp")
    for ending in ("gif", "jpg", "png"):
        assert led(client, old + ending) == (302, "/media/avatars/abc.webp")
    assert client.get(f"{old}exe").status_code == 404


@pytest.mark.parametrize(
    "old",
    ["install.php", "db_update.php", "style/Air.css", "lang/English/common.php", "img/smilies/a.png",
     "viewtopic.phpx", "a/b/c/d/e/viewtopic.php?id=1", "wp-login.php", "viewtopic.php/x?id=1"],
)  # fmt: skip
def test_what_the_board_does_not_have_is_not_found(client: Client, db: None, old: str) -> None:
    assert client.get(f"/{old}").status_code == 404


def test_the_old_board_s_folder_was_its_index(client: Client, db: None) -> None:
    assert client.get("/forum/").status_code == 404
    options.OLD_ADDRESSES.set("http://www.example.org/forum http://old.example.org/")
    assert led(client, "/forum/") == (301, "/")
    assert led(client, "/forum") == (301, "/")
    assert led(client, "/forum/index.php") == (301, "/")
    assert client.get("/forums/").status_code == 404
    assert client.post("/elsewhere/").status_code == 404


def test_a_key_from_an_old_mail_is_explained(client: Client, db: None) -> None:
    old = "/profile.php?action=change_pass&id=7&key=abc"
    answer = client.get(old, follow=True)
    assert answer.redirect_chain == [("/password/forgotten/", 302)]
    assert "works no longer" in answer.text
    assert "works no longer" not in client.get("/password/forgotten/").text


def test_acting_addresses_lead_to_the_form(client: Client, cast: Cast, topic: Topic) -> None:
    client.force_login(user_of(cast.max))
    post = topic.first_post_id
    for old, form in (
        (f"post.php?tid={topic.pk}&qid={post}", f"/topics/{topic.pk}/replies/?quote={post}"),
        (f"post.php?fid={topic.forum_id}", f"/forums/{topic.forum_id}/topics/"),
        (f"edit.php?id={post}", f"/posts/{post}/edit/"),
        (f"delete.php?id={post}", f"/posts/{post}/delete/"),
        (f"misc.php?report={post}", f"/posts/{post}/report/"),
        (f"misc.php?email={cast.nina.user_id}", f"/members/{cast.nina.user_id}/mail/"),
    ):
        assert led(client, f"/{old}") == (301, form)
        assert client.get(form, follow=True).status_code == 200


def test_an_unsubscribing_link_in_an_old_mail_says_what_to_do(
    client: Client, topic: Topic, cast: Cast
) -> None:
    for old in (f"unsubscribe={topic.pk}", f"action=unsubscribe&tid={topic.pk}"):
        answer = client.get(f"/misc.php?{old}", follow=True)
        assert answer.redirect_chain == [(topic.url, 302)]
        assert "choose “Normal” for this topic" in answer.text
    assert "Sign in to see what is new" in client.get("/misc.php?action=markread", follow=True).text
    assert client.get("/misc.php?unsubscribe=987654").status_code == 404
    assert logged.is_here(f"/misc.php?unsubscribe={topic.pk}")


def test_administrators_find_their_pages(client: Client, cast: Cast, places: Places) -> None:
    for old in ("index", "options", "permissions", "categories", "groups", "censoring", "ranks",
                "maintenance", "users", "bans", "loader", "statistics", "prune"):  # fmt: skip
        assert client.get(f"/admin_{old}.php", follow=True).status_code == 404
    client.force_login(user_of(cast.ada))
    for old in ("index", "options", "permissions", "categories", "groups", "censoring", "ranks",
                "maintenance", "users", "bans", "loader", "statistics", "prune", "reports"):  # fmt: skip
        assert client.get(f"/admin_{old}.php", follow=True).status_code == 200, old
    forum = places.missions.pk
    for old in (f"forums.php?edit_forum={forum}", f"forums.php?del_forum={forum}",
                f"users.php?ip_stats={cast.max.user_id}", f"bans.php?add_ban={cast.max.user_id}"):  # fmt: skip
        assert client.get(f"/admin_{old}", follow=True).status_code == 200, old


def test_a_form_of_the_old_board_is_given_back_and_never_acted_upon(
    cast: Cast, topic: Topic
) -> None:
    visitor = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    before = Post.objects.count()
    answer = visitor.post(
        f"/post.php?action=post&tid={topic.pk}",
        {"req_message": "An hour of work.", "req_password": "hunter2", "form_sent": "1"},
    )
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "An hour of work." in answer.text
    assert "hunter2" not in answer.text
    assert "Send it again" not in answer.text
    assert f"/post.php?action=post&amp;tid={topic.pk}" in answer.text
    assert Post.objects.count() == before
    assert visitor.put("/viewtopic.php?id=1").status_code == 405


def test_an_answer_is_kept_by_the_reader_alone(client: Client, topic: Topic) -> None:
    answer = client.get(f"/viewtopic.php?id={topic.pk}")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"


@pytest.mark.parametrize(
    ("old", "most"), [("id={topic}", 6), ("id={topic}&p=9", 6), ("id={topic}&action=last", 6)]
)
def test_an_old_address_costs_few_queries(
    client: Client, topic: Topic, django_assert_max_num_queries: object, old: str, most: int
) -> None:
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        client.get("/viewtopic.php?" + old.format(topic=topic.pk))
