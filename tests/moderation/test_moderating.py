"""Choosing, previewing, doing, undoing, as moderators do it in a browser."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from areopagus.accounts import actors
from areopagus.boards import actions, structure
from areopagus.boards.models import Topic
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation import actions as own_actions
from areopagus.moderation import permissions
from areopagus.moderation.plans import PLANS, Plan
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
PAGES = ("/moderation/", "/moderation/ledger/", "/moderation/forums/{forum}/")


@pytest.fixture
def mona(client: Client, cast: Cast) -> Client:
    client.force_login(user_of(cast.mona))
    return client


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def preview(client: Client, plan: str, noun: str, *ids: int, **more: str) -> tuple[int, str]:
    """The first look, or with `seen` a later one."""
    said = {noun: [str(pk) for pk in ids], **more}
    answer = client.post(f"/moderation/{noun}s/{plan}/", said)
    return answer.status_code, answer.content.decode()


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_preview_do_undo(mona: Client, cast: Cast, places: Places, topic: Topic) -> None:
    assert "Who lands first?" in html(mona, f"/moderation/forums/{places.missions.pk}/")
    _, page = preview(mona, "lock", "topic", topic.pk)
    assert "You will have locked “Who lands first?”." in page
    assert not Batch.objects.exists()

    said = {"ids": str(topic.pk), "seen": seen_in(page), "reason": "Enough said.", "do": "yes"}
    done = mona.post("/moderation/topics/lock/", said, follow=True).content.decode()
    assert "Done: locked “Who lands first?”." in done
    batch = Batch.objects.get()
    assert (batch.reason, batch.actor_name) == ("Enough said.", "Mona")
    assert f'action="/moderation/ledger/{batch.pk}/undo/"' in done
    topic.refresh_from_db()
    assert topic.locked_at

    undone = mona.post(f"/moderation/ledger/{batch.pk}/undo/", follow=True).content.decode()
    assert "You undid: Mona locked “Who lands first?”." in undone
    topic.refresh_from_db()
    assert topic.locked_at is None


def test_a_preview_asks_what_it_needs_first(
    mona: Client, places: Places, cast: Cast, topic: Topic
) -> None:
    status, page = preview(mona, "move", "topic", topic.pk)
    assert status == 200 and "What will happen" not in page
    offered = page.partition('id="id_forum_id"')[2].partition("</select>")[0]
    assert "Rovers" in offered and "Elsewhere" not in offered
    said = {"ids": str(topic.pk), "seen": seen_in(page)}
    status, page = preview(mona, "move", "topic", **said)
    assert status == 422 and "This field is required" in page
    status, page = preview(mona, "move", "topic", **said, forum_id=str(places.subforum.pk))
    assert "You will have moved “Who lands first?” to Rovers." in page
    mona.post("/moderation/topics/move/", {**said, "forum_id": places.subforum.pk, "do": "yes"})
    topic.refresh_from_db()
    assert topic.forum_id == places.subforum.pk


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("", "for good"),
        ("3", "for 3 days"),
        ("0", "greater than or equal to 1"),
        ("9" * 30, "less than or equal to 3650"),
        ("soon", "Enter a whole number"),
    ],
)
def test_a_link_stays_for_as_many_days_as_are_chosen(
    mona: Client, places: Places, topic: Topic, days: str, says: str
) -> None:
    said = {"seen": "0", "forum_id": str(places.subforum.pk), "leave_stubs": "on"}
    status, page = preview(mona, "move", "topic", topic.pk, **said, stub_days=days)
    assert says in page
    assert status == (200 if says.startswith("for") else 422)


def test_the_second_moderator_is_told_what_the_first_did(
    mona: Client, cast: Cast, topic: Topic
) -> None:
    _, page = preview(mona, "remove", "topic", topic.pk)
    actions.pin_topics(cast.ada, [topic.pk])
    said = {"ids": str(topic.pk), "seen": seen_in(page), "do": "yes"}
    answer = mona.post("/moderation/topics/remove/", said)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "While you were looking" in page and "Ada pinned “Who lands first?”" in page
    topic.refresh_from_db()
    assert topic.removed_at is None
    mona.post("/moderation/topics/remove/", {**said, "seen": seen_in(page)})
    topic.refresh_from_db()
    assert topic.removed_at


def test_what_is_so_already_is_nothing_to_do(mona: Client, cast: Cast, topic: Topic) -> None:
    _, page = preview(mona, "lock", "topic", topic.pk)
    actions.lock_topics(cast.mona, [topic.pk])
    said = {"ids": str(topic.pk), "seen": seen_in(page), "do": "yes"}
    answer = mona.post("/moderation/topics/lock/", said, follow=True)
    assert "Nothing was left to do." in answer.content.decode()
    _, page = preview(mona, "lock", "topic", topic.pk)
    assert "There is nothing left to do." in page
    assert "Mona locked “Who lands first?”" in page
    assert 'name="do"' not in page


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.noun} {plan.name}")
def test_nothing_chosen_garbage_and_too_much(mona: Client, topic: Topic, plan: Plan) -> None:
    for said in ({}, {plan.noun: "-1"}, {plan.noun: ["1' OR 1=1", "٣"]}, {"ids": "9" * 15}):
        answer = mona.post(plan.url, said)
        assert answer.status_code in {200, 403}
        assert "Nothing was changed" in answer.content.decode() or plan.asks or not said
    many = ",".join(map(str, range(1, 10_001)))
    answer = mona.post(plan.url, {"ids": many, "seen": "0", "do": "yes"})
    assert answer.status_code in {403, 422}
    assert not Batch.objects.exists()


def test_ten_thousand_boxes_are_refused_with_a_reason(mona: Client, topic: Topic) -> None:
    boxes = [str(pk) for pk in range(1, 10_001)]
    answer = mona.post("/moderation/topics/lock/", {"topic": boxes})
    assert answer.status_code == 400
    most = f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,}"
    assert f"more fields than this board takes at once, which are {most}" in answer.content.decode()


def test_a_thousand_boxes_are_taken(mona: Client, topic: Topic) -> None:
    boxes = [str(topic.pk + later) for later in range(1000)]
    answer = mona.post("/moderation/topics/lock/", {"topic": boxes})
    assert answer.status_code == 403
    assert "999 topics are not there any more" in answer.content.decode()


def test_posts_are_split_and_moved_and_removed(mona: Client, cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Landing", posts=4)
    posts = list(topic.posts.order_by("number").values_list("pk", flat=True))
    assert "Post number 2." in html(mona, f"/moderation/topics/{topic.pk}/")
    _, page = preview(mona, "split", "post", *posts[1:3])
    said = {"ids": f"{posts[1]},{posts[2]}", "seen": seen_in(page), "do": "yes"}
    more = {"title": "Parachutes", "forum_id": str(places.missions.pk)}
    done = mona.post("/moderation/posts/split/", {**said, **more}, follow=True)
    assert "made a topic “Parachutes” of 2 posts" in done.content.decode()
    apart = Topic.objects.get(title="Parachutes")
    back = {"ids": str(posts[3]), "seen": "999999", "do": "yes"}
    mona.post(
        "/moderation/posts/move/", {**back, "topic_id": f"https://x.org{apart.url}page/2/#p3"}
    )
    assert apart.posts.count() == 3
    status, page = preview(
        mona, "move", "post", ids=str(posts[3]), seen="999999", topic_id="over there"
    )
    assert status == 422 and "neither the address of a topic nor a number" in page
    _, page = preview(mona, "remove", "post", posts[3])
    assert "Their places stay" in page


def test_one_title_at_a_time(mona: Client, cast: Cast, places: Places, topic: Topic) -> None:
    other = factories.make_topic(cast.max, places.missions, "Wheels")
    _, page = preview(mona, "rename", "topic", topic.pk, other.pk)
    assert "Choose one topic; these are 2." in page


def test_lists_find_what_one_looks_for(
    mona: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    spam = factories.make_topic(cast.nina, places.missions, "Cheap rockets")
    actions.remove_topics(cast.mona, [spam.pk], "Spam.")
    base = f"/moderation/forums/{places.missions.pk}/"
    assert "Cheap rockets" not in html(mona, base)
    assert "Cheap rockets" in html(mona, f"{base}?state=removed")
    assert "Who lands first?" not in html(mona, f"{base}?state=all&said=nina")
    assert html(mona, f"{base}?state=all&tick=all&show=1000").count("checked") == 2
    assert "No topic is found" in html(mona, f"{base}?said=%00zzz%25")
    assert mona.get(f"{base}page/2/").status_code == 404
    assert "Spam." in html(mona, f"/moderation/topics/{spam.pk}/")


def test_these_pages_look_absent_to_who_moderates_nothing(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    actions.lock_topics(cast.mona, [topic.pk])
    own = [
        *(page.format(forum=places.missions.pk) for page in PAGES),
        f"/moderation/topics/{topic.pk}/",
        f"/moderation/ledger/{Batch.objects.get().pk}/",
    ]
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        expected = 200 if actor in (cast.ada, cast.mona) else 404
        for address in own:
            assert client.get(address).status_code == expected, (actor.name, address)
        for plan in PLANS:
            status = client.post(plan.url, {plan.noun: "1"}).status_code
            assert (status == 404) == (expected == 404), (actor.name, plan.url)
    client.force_login(user_of(cast.mona))
    for address in (f"/moderation/forums/{places.subforum.pk}/", "/moderation/forums/999999/"):
        assert client.get(address).status_code == 404


def test_the_ways_to_these_pages(client: Client, cast: Cast, places: Places, topic: Topic) -> None:
    wanted = {
        topic.url: f'href="/moderation/topics/{topic.pk}/"',
        places.missions.url: f'href="/moderation/forums/{places.missions.pk}/"',
        user_of(cast.max).url: f'href="/moderation/ledger/?member={cast.max.user_id}"',
    }
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        for address, link in wanted.items():
            page = client.get(address).content.decode()
            assert (link in page) == (actor in (cast.ada, cast.mona)), (actor.name, address)


# The ledger


def test_the_two_halves_of_seeing_batches_agree(
    cast: Cast, places: Places, topic: Topic, secret_topic: Topic
) -> None:
    actions.lock_topics(cast.ada, [topic.pk])
    actions.lock_topics(cast.ada, [secret_topic.pk])
    actions.move_topics(cast.ada, [topic.pk], places.staff_room.pk)
    factories.forbid(places.staff_room, factories.Role.MODERATORS, may_read=False)
    for actor in cast.everybody():
        picked = set(permissions.visible_batches(actor))
        judged = {b for b in Batch.objects.all() if permissions.can_see_batch(actor, b)}
        assert picked == judged, actor.name
    assert permissions.visible_batches(cast.ada).count() == 3
    assert permissions.visible_batches(cast.mona).count() == 1


def test_who_may_undo_what(cast: Cast, places: Places, topic: Topic) -> None:
    actions.lock_topics(cast.ada, [topic.pk])
    actions.unlock_topics(cast.mona, [topic.pk])
    actions.move_topics(cast.mona, [topic.pk], places.archive.pk)
    admins, own, move = Batch.objects.order_by("pk")
    with pytest.raises(Refused, match="An administrator did this"):
        own_actions.undo(cast.mona, admins.pk)
    with pytest.raises(Refused, match="not yours to look after"):
        own_actions.undo(cast.mona, move.pk)
    own_actions.undo(cast.ada, move.pk)
    own_actions.undo(cast.mona, own.pk)


def test_what_stands_in_a_forum_of_others_by_now_is_not_theirs_to_put_back(
    cast: Cast, places: Places, topic: Topic
) -> None:
    post = factories.make_post(cast.max, topic, "Rude.")
    removed = actions.remove_posts(cast.mona, [post.pk], "Rude.").batch
    split = actions.split_posts(
        cast.mona, [factories.make_post(cast.max, topic).pk], "Apart", places.missions.pk
    ).batch
    locked = actions.lock_topics(cast.mona, [topic.pk]).batch
    assert removed and split and locked
    assert permissions.can_undo(cast.mona, removed)

    # The post alone goes away, then the topic.
    away = Topic.objects.get(title="Apart")
    actions.move_posts(cast.ada, [post.pk], away.pk)
    actions.move_topics(cast.ada, [away.pk], places.archive.pk)
    assert permissions.can_undo(cast.mona, locked)
    for batch in (removed, split):
        assert "by now" in permissions.can_undo(cast.mona, batch).reason
        with pytest.raises(Refused, match="by now"):
            own_actions.undo(cast.mona, batch.pk)
    own_actions.undo(cast.ada, removed.pk)
    actions.move_topics(cast.ada, [topic.pk], places.archive.pk)
    assert not permissions.can_undo(cast.mona, locked)
    places.archive.moderators.create(user=user_of(cast.mona))
    structure.forget()
    assert permissions.can_undo(actors.member(user_of(cast.mona)), locked)


def test_the_ledger_is_searched(mona: Client, cast: Cast, places: Places, topic: Topic) -> None:
    other = factories.make_topic(cast.nina, places.missions, "Wheels")
    actions.lock_topics(cast.mona, [topic.pk], "Enough said.")
    actions.pin_topics(cast.ada, [other.pk])

    def found(query: str) -> set[str]:
        page = html(mona, f"/moderation/ledger/?{query}")
        return {says for says in ("locked", "pinned") if f" {says} “" in page}

    assert found("") == {"locked", "pinned"}
    assert found("actor=mon") == found("kind=topics.lock") == {"locked"}
    assert found(f"topic={topic.pk}") == found(f"member={cast.max.user_id}") == {"locked"}
    assert found(f"forum={places.missions.pk}") == {"locked", "pinned"}
    assert found("since=2999-01-01") == found("until=2000-01-01") == found("topic=999999") == set()
    assert found("kind=nonsense&since=soon&topic=x") == {"locked", "pinned"}


def test_a_batch_shows_what_it_did_and_what_stands_in_the_way(
    mona: Client, cast: Cast, topic: Topic
) -> None:
    actions.rename_topic(cast.mona, topic.pk, "Who was first?", "Clearer.")
    batch = Batch.objects.get()
    page = html(mona, batch.url)
    assert "Clearer." in page and "Who lands first?" in page and ">Undo</button>" in page
    actions.rename_topic(cast.mona, topic.pk, "Who will be first?")
    page = html(mona, batch.url)
    assert "This cannot be undone now" in page and ">Undo</button>" not in page
    answer = mona.post(f"{batch.url}undo/", follow=True).content.decode()
    assert "has been changed since: Mona renamed" in answer
    assert mona.post("/moderation/ledger/999999/undo/").status_code == 404
