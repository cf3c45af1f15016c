"""Writing as a person does it: with forms, over HTTP. Whatever happens, the text comes back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from areopagus.accounts.models import Group
from areopagus.boards import options
from areopagus.boards.models import Post, PostRevision, Topic
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
WORDS = "Words that took an evening."


@pytest.fixture
def max_(cast: Cast, client: Client) -> Client:
    Group.objects.update(post_interval=0)
    client.force_login(user_of(cast.max))
    return client


def form(**fields: Any) -> dict[str, Any]:
    return {"source": WORDS, "markup": "bbcode", "with_smilies": "on"} | fields


def test_a_member_starts_a_topic_and_lands_on_it(max_: Client, places: Places) -> None:
    assert max_.get(f"/forums/{places.missions.pk}/topics/").status_code == 200
    answer = max_.post(f"/forums/{places.missions.pk}/topics/", form(title="Ares"), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1" in page and "Ares" in page and WORDS in page


def test_a_quick_reply_lands_on_its_own_place(max_: Client, topic: Topic) -> None:
    page = max_.get(topic.url).content.decode()
    fields = dict(re.findall(r'name="(submission|seen)" value="([^"]+)"', page))
    answer = max_.post(f"/topics/{topic.pk}/replies/", form(**fields))
    post = Post.objects.get(number=2)
    assert answer.url == f"{topic.url}#p{post.pk}"  # type: ignore[attr-defined]
    again = max_.post(f"/topics/{topic.pk}/replies/", form(**fields))
    assert again.url == answer.url  # type: ignore[attr-defined]
    assert Post.objects.count() == 2


def test_who_answered_meanwhile_is_shown_and_the_text_kept(
    max_: Client, cast: Cast, topic: Topic
) -> None:
    factories.make_post(cast.nina, topic, "Nina was faster.")
    answer = max_.post(f"/topics/{topic.pk}/replies/", form(seen=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody answered while you were writing" in page
    assert "Nina was faster." in page and WORDS in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    assert max_.post(f"/topics/{topic.pk}/replies/", form(seen=seen[1])).status_code == 302


def test_somebody_whose_session_has_ended_gets_the_text_back(client: Client, topic: Topic) -> None:
    answer = client.post(f"/topics/{topic.pk}/replies/", form(seen=1))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert WORDS in page and "Sign in to write here." in page
    assert f"/sign-in/?next=/topics/{topic.pk}/replies/" in page
    assert 'name="guest_name"' not in page


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"source": WORDS, "title": ""}, 422, "A topic needs a title."),
        ({"source": WORDS, "title": "x" * 71}, 403, "this one has 71"),
        ({"source": WORDS, "title": "T", "markup": "latex"}, 422, "latex"),
        ({"source": "", "title": "Kept"}, 422, "A post needs some words."),
    ],
)
def test_a_refused_topic_loses_nothing(
    max_: Client, places: Places, fields: dict[str, str], status: int, reason: str
) -> None:
    answer = max_.post(f"/forums/{places.missions.pk}/topics/", form(**fields))
    page = answer.content.decode()
    assert answer.status_code == status
    assert reason in page
    assert (fields["source"] or fields["title"]) in page
    assert not Topic.objects.exists()


def test_too_soon_says_when_and_keeps_the_text(cast: Cast, client: Client, topic: Topic) -> None:
    client.force_login(user_of(cast.nina))
    client.post(f"/topics/{topic.pk}/replies/", form())
    answer = client.post(f"/topics/{topic.pk}/replies/", form())
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert WORDS in answer.content.decode()


def test_a_preview_publishes_nothing(max_: Client, topic: Topic) -> None:
    answer = max_.post(
        f"/topics/{topic.pk}/replies/", form(source="[b]Bold[/b]", preview="1", seen=1)
    )
    page = answer.content.decode()
    assert "<strong>Bold</strong>" in page and "[b]Bold[/b]" in page
    assert Post.objects.count() == 1


def test_the_composer_asks_for_a_fragment(max_: Client) -> None:
    answer = max_.post("/preview/", form(source="**Bold**", markup="markdown"))
    page = answer.content.decode()
    assert "<strong>Bold</strong>" in page and "<html" not in page
    assert max_.post("/preview/", form(source="")).status_code == 422


def test_a_preview_is_no_longer_than_a_post(max_: Client, topic: Topic) -> None:
    options.POST_LENGTH.set(100)
    long = form(source="a" * 101)
    assert max_.post("/preview/", long).status_code == 422
    page = max_.post(f"/topics/{topic.pk}/replies/", long | {"preview": "1", "seen": 1})
    assert page.status_code == 422
    assert "A post may have 100 characters; this one has 101." in page.content.decode()
    assert max_.post("/preview/", form(source="\r\n" + "a" * 100)).status_code == 200


def test_a_quotation_names_its_post(max_: Client, topic: Topic) -> None:
    post = topic.posts.get()
    page = max_.get(f"/topics/{topic.pk}/replies/?quote={post.pk}").content.decode()
    assert f"[quote=Max post={post.pk}]" in page
    text = max_.get(f"/posts/{post.pk}/quote/?markup=markdown").content.decode()
    assert text.startswith(">")
    assert max_.get(f"/posts/{post.pk}/quote/?markup=latex").status_code == 404


def test_nobody_quotes_what_they_may_not_see(max_: Client, secret_topic: Topic) -> None:
    post = secret_topic.posts.get()
    assert max_.get(f"/posts/{post.pk}/quote/").status_code == 404


def test_earlier_versions_come_in_pages(max_: Client, topic: Topic) -> None:
    post = topic.posts.get()
    for number in range(12):
        PostRevision.objects.create(
            post=post,
            source=f"Version {number}.",
            markup="bbcode",
            edited_at=post.posted_at,
            edited_by_name="Max",
        )
    address = f"/posts/{post.pk}/revisions/"
    first = max_.get(address).content.decode()
    assert "Version 11." in first and "Version 2." in first and "Version 1." not in first
    assert "Version 0." in max_.get(f"{address}page/2/").content.decode()
    assert max_.get(f"{address}page/3/").status_code == 404
    assert max_.get(f"{address}page/1/").headers["Location"] == address


def test_editing_and_deleting_with_forms(max_: Client, topic: Topic) -> None:
    post = topic.posts.get()
    page = max_.get(f"/posts/{post.pk}/edit/").content.decode()
    assert post.source in page and 'name="title"' in page and 'name="silently"' not in page
    change = form(title="Who landed first?", reason="News.", based_on=0)
    assert max_.post(f"/posts/{post.pk}/edit/", change, follow=True).status_code == 200
    page = max_.get(f"/topics/{topic.pk}/", follow=True).content.decode()
    assert "Who landed first?" in page and "Edited by Max" in page and "News." in page
    assert "Earlier versions" in max_.get(f"/posts/{post.pk}/revisions/").content.decode()

    assert "whole topic" in max_.get(f"/posts/{post.pk}/delete/").content.decode()
    answer = max_.post(f"/posts/{post.pk}/delete/", {"reason": "Old."})
    assert answer.url == topic.forum.url  # type: ignore[attr-defined]
    gone = max_.get(f"/topics/{topic.pk}/")
    assert gone.status_code == 410
    assert "Old." in gone.content.decode()


def test_an_edit_that_came_too_late_keeps_the_text(max_: Client, cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    answer = max_.post(f"/posts/{post.pk}/edit/", form(title="T", based_on=3))
    assert answer.status_code == 403
    assert WORDS in answer.content.decode()


def test_others_posts_are_not_edited(cast: Cast, client: Client, topic: Topic) -> None:
    client.force_login(user_of(cast.nina))
    post = topic.posts.get()
    for deed in ("edit", "delete", "revisions"):
        assert client.get(f"/posts/{post.pk}/{deed}/").status_code == 403
    assert client.post(f"/posts/{post.pk}/delete/", {"reason": ""}).status_code == 403
    assert client.post(f"/posts/{post.pk}/edit/", form(title="T")).status_code == 403
    post.refresh_from_db()
    assert post.removed_at is None and not post.revisions.exists()


def test_subscribing_with_a_button(max_: Client, topic: Topic) -> None:
    for thing in (f"topics/{topic.pk}", f"forums/{topic.forum_id}"):
        for level in ("3", "2", "1", "0"):
            page = max_.post(f"/{thing}/subscription/", {"level": level}, follow=True)
            assert f'<option value="{level}" selected>' in page.text
        assert max_.post(f"/{thing}/subscription/", {"level": "loud"}).status_code == 403


def test_deeds_answer_to_posts_only(max_: Client, topic: Topic) -> None:
    assert max_.get("/preview/").status_code == 405
    assert max_.get(f"/topics/{topic.pk}/subscription/").status_code == 405
