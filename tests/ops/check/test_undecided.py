"""What the check reports and leaves alone, because only a person can decide."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Post, Topic
from tests import factories
from tests.conftest import Cast, Places
from tests.ops.check.conftest import Said


def test_a_gap_in_the_numbers_is_named_and_no_number_is_ever_changed(
    talk: Topic, said: Said
) -> None:
    talk.posts.filter(number__in=(2, 3)).delete()
    before = list(talk.posts.order_by("id").values_list("id", "number"))

    code, out = said(repair=True)

    assert code == 1
    assert f'topic {talk.pk} "Who lands first?": numbers 2 to 3 are missing' in out
    assert list(talk.posts.order_by("id").values_list("id", "number")) == before


def test_a_missing_first_post_is_a_gap(talk: Topic, said: Said) -> None:
    Topic.objects.filter(pk=talk.pk).update(first_post=None)
    talk.posts.filter(number=1).delete()
    assert '"Who lands first?": number 1 is missing' in said()[1]


def test_a_stub_with_posts_is_reported(talk: Topic, said: Said) -> None:
    Topic.objects.filter(pk=talk.pk).update(is_stub=True)
    code, out = said(repair=True)
    assert code == 1
    assert f'stub {talk.pk} "Who lands first?": a stub has no posts, but 5 stand in it' in out
    assert talk.posts.count() == 5


def test_a_stub_that_leads_to_itself_is_reported(talk: Topic, said: Said) -> None:
    stub = Topic.objects.get(is_stub=True)
    Topic.objects.filter(pk=stub.pk).update(moved_to=stub.pk)
    code, out = said(repair=True)
    assert code == 1
    assert f'stub {stub.pk} "Who lands first?": leads to itself' in out


def test_a_post_in_no_topic_is_reported(talk: Topic, said: Said) -> None:
    post = talk.posts.get(number=5)
    Post.objects.filter(pk=post.pk).update(topic=4_000_000)
    code, out = said(repair=True)
    assert code == 1
    assert f"not mended: post {post.pk}: topic is topic 4000000, which is not there" in out
    # The database looks at its references when the test ends.
    Post.objects.filter(pk=post.pk).update(topic=talk.pk)


def test_an_avatar_that_is_not_on_disk_is_reported_but_not_forgotten(
    talk: Topic, said: Said
) -> None:
    User.objects.filter(topics=talk).update(avatar="avatars/not-there.webp")
    code, out = said(repair=True)
    assert code == 1
    assert f'member {talk.author_id} "Max": the avatar avatars/not-there.webp is not in' in out
    assert User.objects.get(topics=talk).avatar == "avatars/not-there.webp"


def test_two_members_with_one_name_are_left_to_a_person(cast: Cast, said: Said) -> None:
    User.objects.filter(name="Dora").update(name="Max")
    code, out = said(repair=True)
    assert code == 1
    assert '"Max": name_key is "dora", should be "max"' in out
    assert "a person must look at the others." in out


@pytest.mark.sqlite
def test_a_damaged_database_file_is_reported(talk: Topic, said: Said) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("UPDATE boards_topic SET view_count = -1 WHERE id = %s", [talk.pk])
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    code, out = said()
    assert code == 1
    assert "database file: CHECK constraint failed in boards_topic; restore" in out


def test_what_was_sound_is_left_as_it_was(
    talk: Topic, cast: Cast, places: Places, said: Said
) -> None:
    other = factories.make_topic(cast.ada, places.archive, "Sound")
    actions.reply(factories.patient(cast.ada), other, actions.Draft(source="And quiet."))
    before = Topic.objects.filter(pk=other.pk).values().get()
    Topic.objects.filter(pk=talk.pk).update(post_count=0)
    assert said(repair=True)[0] == 0
    assert Topic.objects.filter(pk=other.pk).values().get() == before


def test_the_check_asks_as_many_questions_of_a_large_board(
    talk: Topic, cast: Cast, said: Said
) -> None:
    with CaptureQueriesContext(connection) as small:
        said()
    factories.make_topic(cast.max, talk.forum, "More", posts=8)
    with CaptureQueriesContext(connection) as large:
        said()
    assert len(small) == len(large)
