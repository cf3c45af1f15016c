"""A copy of what is kept: whole, about nobody else, for its member alone."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import ForumSubscription, Topic, TopicSubscription
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from areopagus.leaving import actions, copying, tasks
from areopagus.leaving.models import Copy, CopyPiece, Farewell
from areopagus.moderation.actions import standing
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.leaving.conftest import ADDRESS, MAIL, NAME


@pytest.fixture
def topic_of_zebedee(cast: Cast, zebedee: Actor, places: Places) -> Topic:
    topic = factories.make_topic(zebedee, places.missions, "Boing", posts=2)
    factories.make_post(cast.max, topic, "What Max says is his.")
    standing.warn(cast.mona, user_of(zebedee).pk, "Be quiet.", reason="Loud")
    standing.add_note(cast.mona, user_of(zebedee).pk, "Between us: odd.")
    return topic


def made(actor: Actor) -> Copy:
    copy = actions.ask_for_copy(actor)
    tasks.make_copy.call(copy.pk)
    copy.refresh_from_db()
    return copy


def read(content: bytes) -> dict[str, Any]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name)
            for name in archive.namelist()
        }


def test_it_holds_what_is_theirs_and_nothing_else(
    cast: Cast, zebedee: Actor, topic_of_zebedee: Topic
) -> None:
    path = default_storage.save("avatars/zebedee.webp", ContentFile(b"a picture"))
    User.objects.filter(pk=zebedee.member_id).update(avatar=path)
    copy = made(zebedee)
    content = b"".join(copying.content_of(copy))
    default_storage.delete(path)
    assert len(content) == copy.size
    files = read(content)
    (profile,) = files["profile.json"]
    assert (profile["name"], profile["email"], profile["registered_from"]) == (NAME, MAIL, ADDRESS)
    assert [post["source"] for post in files["posts.json"]] == [
        "Boing The first post.",
        "Post number 2.",
    ]
    assert files["posts.json"][0]["topic_title"] == "Boing"
    assert files["warnings.json"][0]["message"] == "Be quiet."
    assert files["decisions.json"][0]["reason"] == "Loud"
    assert files["avatars/zebedee.webp"] == b"a picture"
    everything = str(files)
    for others in ("What Max says", "Between us", "max@example.org", "argon2"):
        assert others not in everything


def test_it_names_nothing_that_they_may_not_see(
    cast: Cast, zebedee: Actor, topic_of_zebedee: Topic, places: Places
) -> None:
    """What they wrote in is moved to staff, or removed, and called otherwise since."""
    me = user_of(zebedee)
    TopicSubscription.objects.create(user=me, topic=topic_of_zebedee)
    for forum in (places.missions, places.staff_room):
        ForumSubscription.objects.create(user=me, forum=forum)
    told = read(b"".join(copying.content_of(made(zebedee))))
    assert "Boing" in str(told["subscriptions-to-topics.json"])
    assert [one["forum_name"] for one in told["subscriptions-to-forums.json"]] == ["Missions", ""]
    Copy.objects.all().delete()
    Topic.objects.update(forum=places.staff_room, title="What to do with Zebedee")
    told = read(b"".join(copying.content_of(made(zebedee))))
    assert told["topics.json"][0]["id"] == topic_of_zebedee.pk
    assert told["posts.json"][0]["source"] == "Boing The first post."
    for hidden in ("What to do", "Staff room"):
        assert hidden not in str(told)


def test_a_large_one_is_written_in_pieces(
    zebedee: Actor, topic_of_zebedee: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PIECE", 500)
    copy = made(zebedee)
    assert copy.pieces.count() > 2
    assert len(read(b"".join(copying.content_of(copy)))["posts.json"]) == 2


def test_a_worker_that_is_killed_leaves_no_half_of_it(
    zebedee: Actor, topic_of_zebedee: Topic
) -> None:
    copy = actions.ask_for_copy(zebedee)
    CopyPiece.objects.create(copy=copy, number=0, content=b"half")
    tasks.make_copy.call(copy.pk)
    copy.refresh_from_db()
    assert read(b"".join(copying.content_of(copy)))


def test_they_are_told_by_mail(zebedee: Actor) -> None:
    copy = made(zebedee)
    tasks.tell_of_copy.call(copy.pk)
    (letter,) = mail.outbox
    assert letter.to == [MAIL]
    assert "Your data" in letter.body


def test_one_a_day(zebedee: Actor) -> None:
    made(zebedee)
    with pytest.raises(Refused, match="tomorrow"):
        actions.ask_for_copy(zebedee)


def test_it_goes_when_its_days_are_over(zebedee: Actor) -> None:
    copy = made(zebedee)
    Copy.objects.update(over_at=now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="not there any more"):
        actions.hand_out(zebedee, copy.pk)
    tasks.look_around.call()
    assert not CopyPiece.objects.exists()


def test_it_is_handed_out_for_the_password_and_to_nobody_else(
    cast: Cast, zebedee: Actor, client: Client
) -> None:
    address = f"/settings/data/copy/{made(zebedee).pk}/"
    client.force_login(user_of(zebedee))
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": "wrong"}).status_code == 422
    answer = client.post(address, {"password": factories.PASSWORD})
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert read(b"".join(answer.streaming_content))["profile.json"]  # type: ignore[attr-defined]
    client.force_login(user_of(cast.ada))
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": factories.PASSWORD}).status_code == 404


# Leaving, at the door people use


def leave(client: Client, name: str = NAME, password: str = factories.PASSWORD) -> int:
    return client.post("/settings/data/leave/", {"name": name, "password": password}).status_code


def test_leaving_wants_the_password_and_the_name(
    cast: Cast, zebedee: Actor, client: Client
) -> None:
    client.force_login(user_of(zebedee))
    assert leave(client, password="wrong") == 422
    assert leave(client, name="Max") == 422
    assert not Farewell.objects.exists()
    assert leave(client) == 302
    page = client.get("/").content.decode()
    assert "You have asked to be forgotten" in page
    client.post("/settings/data/stay/")
    assert "You have asked to be forgotten" not in client.get("/").content.decode()


def test_the_banned_may_leave_as_well(cast: Cast, zebedee: Actor, client: Client) -> None:
    User.objects.filter(pk=zebedee.member_id).update(banned_at=now())
    client.force_login(user_of(zebedee))
    assert client.get("/").status_code == 403
    assert leave(client) == 302
    assert client.get("/settings/data/").status_code == 200


def test_the_link_in_the_mail_leads_back_without_signing_in(
    zebedee: Actor, client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://forum.example.org"
    farewell = actions.ask_to_leave(zebedee)
    tasks.tell_of_farewell.call(farewell.pk)
    found = re.search(r"https://forum\.example\.org(/stay/\S+/)", str(mail.outbox[0].body))
    assert found is not None
    # Opening it is not enough: mail programs open links by themselves.
    assert "I stay" in client.get(found[1], headers={"host": "forum.example.org"}).content.decode()
    assert Farewell.objects.exists()
    client.post(found[1], headers={"host": "forum.example.org"})
    assert not Farewell.objects.exists()
    assert client.get("/stay/forged/", headers={"host": "forum.example.org"}).status_code == 404


def test_administrators_see_who_leaves_and_can_do_nothing(
    cast: Cast, zebedee: Actor, client: Client
) -> None:
    actions.ask_to_leave(zebedee)
    client.force_login(user_of(cast.ada))
    page = client.get("/administration/leaving/").content.decode()
    assert NAME in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert "Has asked to be forgotten" in client.get(user_of(zebedee).url).content.decode()
    client.force_login(user_of(cast.mona))
    assert client.get("/administration/leaving/").status_code == 404
    assert "Has asked to be forgotten" not in client.get(user_of(zebedee).url).content.decode()
