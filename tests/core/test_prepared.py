"""A prepared query answers what the ORM would, on both databases."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.models import Group, User
from areopagus.boards.models import Post, Topic
from areopagus.core.prepared import Prepared, given, given_list, made_from
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db

FIELDS = ("id", "number", "posted_at", "edited_at", "with_smilies", "author__name", "topic__title")
POSTS = Prepared(
    lambda: (
        Post.objects.filter(
            topic=given("topic", int), number__gte=given("first", int), number__lt=given("end", int)
        )
        .order_by("number")
        .values(*FIELDS)
    )
)


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.max, places.missions, "Who lands first?", posts=6)


def test_rows_are_as_the_orm_gives_them(topic: Topic) -> None:
    found = POSTS.dicts(topic=topic.pk, first=2, end=5)

    assert found == list(
        Post.objects.filter(topic=topic, number__in=(2, 3, 4)).order_by("number").values(*FIELDS)
    )
    assert [row["number"] for row in found] == [2, 3, 4]


def test_values_go_where_they_were_named_however_they_are_told(topic: Topic) -> None:
    assert POSTS.rows(end=3, topic=topic.pk, first=2) == POSTS.rows(first=2, end=3, topic=topic.pk)
    with pytest.raises(KeyError):
        POSTS.rows(topic=topic.pk, first=2)


def test_a_slice_of_them(topic: Topic) -> None:
    every = POSTS.rows(topic=topic.pk, first=1, end=99)

    assert POSTS.some_rows(2, 3, topic=topic.pk, first=1, end=99) == every[2:5]
    assert POSTS.some_rows(2, 0, topic=topic.pk, first=1, end=99) == []


def test_what_somebody_types_is_a_value_and_never_sql(topic: Topic) -> None:
    by_title = Prepared(
        lambda: Topic.objects.filter(title=given("title", str)).values_list("id", flat=False)
    )

    assert by_title.rows(title="Who lands first?") == [(topic.pk,)]
    assert by_title.rows(title="' OR 1=1 --%s%%") == []


def test_instances_are_whole(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    names = tuple(field.attname for field in User._meta.concrete_fields)
    row = Prepared(lambda: User.objects.filter(name=given("name", str)).values_list(*names)).row(
        name="Max"
    )
    assert row is not None
    with django_assert_num_queries(0):
        member = made_from(User, names, row)
        assert (member.name, member.contacts, member.is_banned) == ("Max", {}, False)
    assert member == User.objects.get(name="Max")
    assert member.group.role == Group.Role.MEMBERS


LISTED = Prepared(
    lambda: (
        Post.objects.filter(
            topic__title__in=given_list("titles", str), number__in=given_list("numbers", int)
        )
        .order_by("number")
        .values_list("number")
    )
)


@pytest.mark.parametrize("numbers", [[], [2], [2, 99], {6, 1, 3}])
def test_a_list_of_any_length_is_one_value(topic: Topic, numbers: Collection[int]) -> None:
    titles = ["Who lands first?", "' OR 1=1 --%s%%", '["]']

    found = LISTED.rows(titles=titles, numbers=numbers)
    assert found == [(number,) for number in sorted(numbers) if number <= 6]
    assert LISTED.rows(titles=titles[1:], numbers=numbers) == []
    assert LISTED.rows(titles=[], numbers=numbers) == []
