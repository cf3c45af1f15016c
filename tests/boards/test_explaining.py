"""What is explained and what the rules say is the same, for everybody, everywhere."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from django.test import Client

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.boards import structure
from areopagus.boards.explaining import Deed, explain
from areopagus.boards.models import Forum, ForumModerator, ForumPermission, Topic
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
WHY = "/administration/permissions/why/"


def again(actor: Actor) -> Actor:
    """As they are now in the database, with nothing worked out yet."""
    if actor.user is None:
        return actors.guest()
    return actors.member(User.objects.select_related("group").get(pk=actor.user.pk))


def insist_on_agreement(cast: Cast, topics: list[Topic]) -> None:
    for one, deed, forum in product(cast.everybody(), Deed, Forum.objects.select_related("parent")):
        for topic in [None, *(topic for topic in topics if topic.forum_id == forum.pk)]:
            explained = explain(again(one), deed, forum, topic)
            decided = [fact for fact in explained.facts if fact.decides]
            said = f"{one.name} {deed} {forum} {topic}: {explained}"
            assert len(decided) == 1 and decided[0] is explained.facts[-1], said
            assert decided[0].allows == bool(explained.verdict), said


@pytest.mark.parametrize("seed", range(6))
def test_the_facts_and_the_rules_agree(cast: Cast, places: Places, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    topics = [
        factories.make_topic(cast.ada, forum, forum.name)
        for forum in (places.missions, places.archive, places.staff_room, places.subforum)
    ]
    insist_on_agreement(cast, topics)
    for topic in topics:
        topic.locked_at = chance.choice([None, now()])
        topic.removed_at = chance.choice([None, None, now()])
        topic.is_stub = chance.random() < 0.2
        topic.save()
    for group in Group.objects.all():
        group.may_read_board = chance.random() < 0.8
        group.may_reply, group.may_start_topics = chance.random() < 0.5, chance.random() < 0.5
        group.is_moderator = chance.random() < 0.4
        group.save()
    ForumPermission.objects.all().delete()
    for group, forum in product(Group.objects.all(), Forum.objects.all()):
        if chance.random() < 0.5:
            rights = {
                name: chance.choice([None, True, False])
                for name in ("may_read", "may_reply", "may_start_topics")
            }
            ForumPermission.objects.create(group=group, forum=forum, **rights)
    for actor, forum in product((cast.max, cast.nina), Forum.objects.all()):
        if chance.random() < 0.3:
            ForumModerator.objects.get_or_create(user=user_of(actor), forum=forum)
    structure.forget()
    insist_on_agreement(cast, topics)


def why(client: Client, **said: str | int) -> str:
    answer = client.get(WHY, said)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_page(client: Client, cast: Cast, places: Places, topic: Topic) -> None:
    client.force_login(user_of(cast.ada))
    assert "Who" in client.get(WHY).text
    page = why(client, name="max", deed="reply", forum=places.archive.pk)
    assert "Max may not reply in" in page and "whatever it may elsewhere" in page
    page = why(client, name="", deed="read", forum=places.cellar.pk)
    assert "A guest may not read" in page and "may not read “Staff room”" in page
    page = why(client, name="Boris", deed="read", forum=places.missions.pk)
    assert "Boris is banned" in page
    page = why(client, name="Mona", deed="reply", topic=topic.pk)
    assert "They moderate “Missions”" in page and "Who lands first?" in page


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": "Nobody", "deed": "read", "forum": 0}, "There is no member called Nobody"),
        ({"deed": "read", "topic": 999_999}, "There is no topic 999999"),
        ({"deed": "read"}, "Choose a forum"),
        ({"deed": "fly"}, "fly"),
    ],
)
def test_bad_input_says_what_is_wrong(
    client: Client, cast: Cast, places: Places, said: dict[str, str | int], reason: str
) -> None:
    client.force_login(user_of(cast.ada))
    if said.get("forum") == 0:
        said = {**said, "forum": places.missions.pk}
    answer = client.get(WHY, said)
    assert answer.status_code == 422 and reason in answer.text
