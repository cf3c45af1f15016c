"""Versions of the rules: kept with each change, accepted by members, asked for where something is written."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts import rules
from areopagus.accounts.models import RulesVersion, User
from areopagus.administration.actions.options import save_options
from areopagus.boards.models import Post, Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
REPLY = {"source": "My long words", "markup": "bbcode"}


def change(cast: Cast, text: str, *, again: bool = True) -> None:
    save_options(cast.ada, {"accounts.rules_html": text, "accounts.rules_again": again})


def numbers() -> list[int]:
    return [version.number for version in RulesVersion.objects.all()]


def signed_in(member: User | None) -> Client:
    assert member is not None
    client = Client()
    client.force_login(member)
    return client


def test_each_change_makes_a_version_and_its_undoing_one_more(cast: Cast, client: Client) -> None:
    change(cast, "<p>Be kind.</p>")
    change(cast, "<p>Be kind.</p>", again=False)
    change(cast, "<p>Be brief.</p>")
    assert numbers() == [2, 1]
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    assert [v.html for v in RulesVersion.objects.all()][0::2] == ["<p>Be kind.</p>"] * 2
    page = client.get("/rules/").content.decode()
    assert "are version 3" in page and "Version 2, since" in page and "Be brief." in page


def test_rules_that_are_gone_ask_nobody(cast: Cast) -> None:
    change(cast, "<p>Be kind.</p>")
    change(cast, "")
    assert (numbers(), rules.newest(), rules.to_accept(cast.max)) == ([1], None, None)


def test_who_writes_is_asked_once_and_keeps_the_text(cast: Cast, topic: Topic) -> None:
    change(cast, "<p>Be kind.</p>")
    client, where = signed_in(cast.dora.user), f"/topics/{topic.pk}/replies/"
    before = Post.objects.count()
    assert client.get(topic.url).status_code == 200
    assert client.post(where, REPLY | {"preview": "1"}).status_code == 200
    refused = client.post(where, REPLY)
    page = refused.content.decode()
    assert refused.status_code == 422 and Post.objects.count() == before
    assert (
        "My long words</textarea>" in page
        and "Read version 1 of the rules" in page
        and 'name="rules-1"' in page
    )
    assert client.post(where, REPLY | {"rules-1": "on"}).status_code == 302
    dora = User.objects.get(pk=cast.dora.member_id)
    assert dora.rules_version == 1 and dora.rules_accepted_at is not None
    assert "rules-1" not in client.get(where).content.decode()


def test_nobody_accepts_what_they_were_not_shown(cast: Cast, topic: Topic) -> None:
    change(cast, "<p>Be kind.</p>")
    change(cast, "<p>Be brief.</p>")
    answer = signed_in(cast.dora.user).post(
        f"/topics/{topic.pk}/replies/", REPLY | {"rules-1": "on"}
    )
    assert answer.status_code == 422 and 'name="rules-2"' in answer.content.decode()


def test_an_edit_is_asked_too(cast: Cast, topic: Topic) -> None:
    change(cast, "<p>Be kind.</p>")
    post = Post.objects.filter(author=cast.max.user).first() or Post.objects.earliest("pk")
    client, where = signed_in(post.author), f"/posts/{post.pk}/edit/"
    said = REPLY | {"title": topic.title, "based_on": "0"}
    assert client.post(where, said).status_code == 422
    assert client.post(where, said | {"rules-1": "on"}).status_code == 302
    post.refresh_from_db()
    assert post.source == "My long words"


def test_without_the_option_nobody_is_asked(cast: Cast, topic: Topic) -> None:
    change(cast, "<p>Be kind.</p>", again=False)
    assert signed_in(cast.dora.user).post(f"/topics/{topic.pk}/replies/", REPLY).status_code == 302


def test_staff_see_what_a_member_has_accepted(cast: Cast) -> None:
    change(cast, "<p>Be kind.</p>")
    where = f"/members/{cast.max.member_id}-max/"
    assert "Not accepted here yet" in signed_in(cast.mona.user).get(where).content.decode()
    assert "Not accepted" not in signed_in(cast.nina.user).get(where).content.decode()
