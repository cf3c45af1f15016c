"""Categories and forums in the browser: added, changed, arranged, emptied, removed."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.administration.actions import forums as actions
from areopagus.administration.actions.forums import Place
from areopagus.administration.pages import forums as pages
from areopagus.administration.tree import family_of, in_order
from areopagus.boards import actions as board_actions
from areopagus.boards import counts
from areopagus.boards.models import Category, Forum, Topic
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.administration.conftest import fields_of, fill_in
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
FORUMS = "/administration/forums/"


def counters() -> dict[int, tuple[int, int, int | None]]:
    rows = Forum.objects.values_list("pk", "topic_count", "post_count", "last_post")
    return {pk: (topics, posts, last) for pk, topics, posts, last in rows}


def test_a_board_begins_with_a_category_and_a_forum(ada: Client) -> None:
    Forum.objects.exclude(parent=None).delete()
    Forum.objects.all().delete()
    Category.objects.all().delete()
    assert "Add a category" in ada.get(FORUMS + "new/").content.decode()
    fill_in(ada, "/administration/categories/new/", name="Voyage")
    page = fill_in(ada, FORUMS + "new/", name="Missions", description="<b>Up</b><script>x</script>")
    assert "The forum is there." in page
    forum = Forum.objects.get()
    assert (forum.name, forum.category.name, forum.parent) == ("Missions", "Voyage", None)
    assert forum.description_html == "<b>Up</b>"
    assert "Missions" in Client().get("/").content.decode()


def test_renaming_shows_in_the_navigation_at_once(ada: Client, places: Places) -> None:
    assert "Missions" in ada.get("/").content.decode()
    fill_in(ada, f"{FORUMS}{places.missions.pk}/", name="Journeys")
    fill_in(ada, f"/administration/categories/{places.missions.category_id}/", name="Travel")
    page = ada.get("/").content.decode()
    assert "Journeys" in page and "Travel" in page and "Missions" not in page


def test_a_new_forum_stands_last_among_its_siblings(cast: Cast, places: Places) -> None:
    wishes = {"name": "Landers", "place": Place(parent_id=places.missions.pk)}
    landers = actions.add_forum(cast.ada, wishes)
    assert landers.category_id == places.missions.category_id
    below = [f.name for f, depth in in_order(Forum.objects.all()) if f.parent_id == 1 or depth]
    assert below.index("Rovers") < below.index("Landers")


def test_a_forum_takes_what_stands_below_it_along(cast: Cast, places: Places) -> None:
    attic = actions.add_category(cast.ada, "Attic")
    actions.change_forum(cast.ada, places.missions.pk, {"place": Place(category_id=attic.pk)})
    places.subforum.refresh_from_db()
    assert places.subforum.category == attic


def test_a_forum_never_stands_below_itself(cast: Cast, places: Places) -> None:
    deep = factories.make_forum("Wheels", parent=places.subforum)
    for below in (places.missions, places.subforum, deep):
        with pytest.raises(Refused, match="below itself"):
            actions.change_forum(cast.ada, places.missions.pk, {"place": Place(parent_id=below.pk)})
    offered = str(pages.forum_page(cast.ada, places.missions.pk).places)
    assert "Archive" in offered and "Rovers" not in offered and "Wheels" not in offered


def test_a_circle_of_parents_can_be_seen_and_mended(ada: Client, places: Places) -> None:
    Forum.objects.filter(pk=places.missions.pk).update(parent=places.subforum)
    assert "Missions" in ada.get(FORUMS).content.decode()
    fill_in(ada, f"{FORUMS}{places.missions.pk}/", place=f"c{places.missions.category_id}")
    places.missions.refresh_from_db()
    assert places.missions.parent is None
    assert family_of(1, {1: 2, 2: 1}) == {1, 2}


def test_a_link_forum_holds_nothing(cast: Cast, places: Places, topic: Topic) -> None:
    link = {"link": "https://example.org/"}
    with pytest.raises(Refused, match="1 topic in this forum"):
        actions.change_forum(cast.ada, places.missions.pk, link)
    with pytest.raises(Refused, match="1 subforum below"):
        actions.change_forum(cast.ada, places.staff_room.pk, link)
    with pytest.raises(Refused, match="holds nothing"):
        actions.change_forum(
            cast.ada, places.archive.pk, {"place": Place(parent_id=places.elsewhere.pk)}
        )
    actions.change_forum(cast.ada, places.archive.pk, link)
    places.archive.refresh_from_db()
    assert places.archive.link == "https://example.org/"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "ftp://example.org/"])
def test_a_link_is_a_web_address(ada: Client, places: Places, link: str) -> None:
    where = f"{FORUMS}{places.archive.pk}/"
    answer = ada.post(where, fields_of(ada, where) | {"link": link})
    assert answer.status_code == 422
    assert "whole web address" in answer.content.decode()


@pytest.mark.parametrize("place", ["", "c999999", "f999999", "x1", "c"])
def test_a_place_must_be_one_of_those_offered(ada: Client, places: Places, place: str) -> None:
    where = f"{FORUMS}{places.archive.pk}/"
    answer = ada.post(where, fields_of(ada, where) | {"place": place})
    assert answer.status_code == 422


def test_arranging_by_numbers(ada: Client, cast: Cast, places: Places) -> None:
    actions.add_category(cast.ada, "Attic")
    seen = fields_of(ada, FORUMS)
    assert seen[f"f{places.missions.pk}"] == "10" and seen[f"f{places.elsewhere.pk}"] == "40"
    attic = Category.objects.get(name="Attic")
    ada.post(FORUMS, seen | {f"f{places.elsewhere.pk}": "15", f"c{attic.pk}": "1"})
    names = [f.name for f, depth in in_order(Forum.objects.all()) if depth == 0]
    assert names == ["Missions", "Elsewhere", "Archive", "Staff room"]
    assert [c.name for c in Category.objects.all()] == ["Attic", "Voyage"]
    answer = ada.post(FORUMS, seen | {f"f{places.elsewhere.pk}": "first"})
    assert answer.status_code == 422 and "whole number" in answer.content.decode()


def test_arranging_passes_over_what_was_removed_meanwhile(cast: Cast, places: Places) -> None:
    actions.arrange(cast.ada, {999_999: 1}, {999_999: 1, places.archive.pk: 5})
    first = next(f for f, _ in in_order(Forum.objects.all()))
    assert first == places.archive


def test_only_an_empty_forum_is_removed(
    ada: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    where = f"{FORUMS}{places.missions.pk}/remove/"
    assert "1 topic</strong> in this forum" in ada.get(where).content.decode()
    refused = ada.post(where)
    assert refused.status_code == 403 and "Move them" in refused.content.decode()
    ada.post(f"{FORUMS}{places.missions.pk}/move-topics/", {"target": places.archive.pk})
    assert "1 forum stands below" in ada.get(where).content.decode()
    with pytest.raises(Refused, match="1 subforum"):
        actions.remove_forum(cast.ada, places.missions.pk)
    for forum in (places.subforum, places.missions):
        assert ada.post(f"{FORUMS}{forum.pk}/remove/").status_code == 302
    assert not Forum.objects.filter(name="Missions").exists()
    assert places.missions.url not in ada.get("/").content.decode()
    assert ada.post(where).status_code == 404


def test_moving_topics_keeps_every_count_right(
    cast: Cast, places: Places, topic: Topic, secret_topic: Topic
) -> None:
    factories.make_topic(cast.max, places.missions, "Second", posts=3)
    removed = factories.make_topic(cast.max, places.missions, "Third")
    board_actions.delete_post(cast.mona, removed.posts.get())
    assert actions.move_topics(cast.ada, places.missions.pk, places.staff_room.pk) == 3
    kept = counters()
    assert kept[places.missions.pk] == (0, 0, None)
    assert kept[places.staff_room.pk][:2] == (3, 5)
    counts.rebuild()
    assert counters() == kept


def test_topics_move_only_where_topics_stand(
    ada: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    for target in (places.missions, places.elsewhere):
        with pytest.raises(Refused, match="another forum"):
            actions.move_topics(cast.ada, places.missions.pk, target.pk)
    with pytest.raises(NotFound):
        actions.move_topics(cast.ada, places.missions.pk, 999_999)
    answer = ada.post(f"{FORUMS}{places.missions.pk}/move-topics/", {"target": places.elsewhere.pk})
    assert answer.status_code == 422


def test_only_an_empty_category_is_removed(ada: Client, cast: Cast, places: Places) -> None:
    full = f"/administration/categories/{places.missions.category_id}/remove/"
    assert "6 forums in this category" in ada.post(full).content.decode()
    attic = actions.add_category(cast.ada, "Attic")
    assert ada.post(f"/administration/categories/{attic.pk}/remove/").status_code == 302
    assert Category.objects.count() == 1


def test_what_is_gone_is_absent(cast: Cast, places: Places) -> None:
    for deed in (
        lambda: actions.change_forum(cast.ada, 999_999, {}),
        lambda: actions.remove_forum(cast.ada, 999_999),
        lambda: actions.rename_category(cast.ada, 999_999, "Nowhere"),
        lambda: actions.remove_category(cast.ada, 999_999),
        lambda: actions.add_forum(cast.ada, {"name": "X", "place": Place(category_id=999_999)}),
    ):
        with pytest.raises(NotFound):
            deed()


def test_the_deeds_themselves_insist(cast: Cast, places: Places) -> None:
    for actor in cast.everybody():
        if actor is cast.ada:
            continue
        for deed in (
            lambda a=actor: actions.add_category(a, "Mine"),
            lambda a=actor: actions.rename_category(a, places.missions.category_id, "Mine"),
            lambda a=actor: actions.remove_category(a, places.missions.category_id),
            lambda a=actor: actions.add_forum(a, {"name": "Mine"}),
            lambda a=actor: actions.change_forum(a, places.missions.pk, {"name": "Mine"}),
            lambda a=actor: actions.arrange(a, {}, {}),
            lambda a=actor: actions.move_topics(a, places.missions.pk, places.archive.pk),
            lambda a=actor: actions.remove_forum(a, places.archive.pk),
        ):
            with pytest.raises(NotFound):
                deed()


def test_more_forums_cost_no_more_queries(
    cast: Cast, places: Places, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        with django_assert_num_queries(2):
            pages.forums_page(cast.ada)
        with django_assert_num_queries(3):
            pages.forum_page(cast.ada, places.missions.pk)
        with django_assert_num_queries(5):
            pages.removal_page(cast.ada, places.missions.pk)
        for number in range(5):
            factories.make_forum(f"More {number}", parent=places.missions)
        actions.add_category(cast.ada, "More")
