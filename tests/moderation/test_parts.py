"""A deed to many members, undone for some of them from its page in the ledger."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.models import User
from areopagus.administration.actions import many
from areopagus.boards.models import Post, Topic
from areopagus.core.ledger.models import Batch
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def innocent(cast: Cast, topic: Topic) -> Post:
    return factories.make_post(cast.nina, topic, "I am innocent.")


@pytest.fixture
def deed(cast: Cast, topic: Topic, innocent: Post) -> Batch:
    factories.make_post(cast.dora, topic, "Buy!")
    members = [user_of(actor).pk for actor in (cast.nina, cast.dora)]
    batch = many.hide_posts_of(cast.ada, members, "Spam").batch
    assert batch is not None
    return batch


def test_it_is_ticked_previewed_and_undone_for_one(
    cast: Cast, client: Client, deed: Batch, innocent: Post
) -> None:
    nina = user_of(cast.nina)
    client.force_login(user_of(cast.ada))
    here = f"{deed.url}members/"
    assert here in client.get(deed.url).content.decode()
    assert "Nina" in client.get(here).content.decode()

    page = client.post(here, {"member": nina.pk}).content.decode()
    assert "For 1 member this is put back" in page and "removed at" in page
    innocent.refresh_from_db()
    assert innocent.removed_at, "It was a preview."

    assert client.post(here, {"member": nina.pk, "do": "yes"}).status_code == 302
    standing = Post.objects.filter(removed_at=None, author__name__in=("Nina", "Dora"))
    assert [post.author_name for post in standing] == ["Nina"]
    page = client.get(deed.url).content.decode()
    assert "Undone in part" in page and "for 1 member by Ada" in page
    page = client.post(here, {"member": nina.pk}).content.decode()
    assert "For them this is undone already." in page and "Undone already" in page


@pytest.mark.parametrize("said", [{}, {"member": "x"}, {"member": "999999999"}])
def test_nobody_or_nobody_known_changes_nothing(
    cast: Cast, client: Client, deed: Batch, said: dict[str, str]
) -> None:
    client.force_login(user_of(cast.ada))
    answer = client.post(f"{deed.url}members/", said | {"do": "yes"})
    assert answer.status_code == 422
    assert Batch.objects.count() == 1


def test_what_is_undone_whole_has_no_parts(cast: Cast, client: Client, deed: Batch) -> None:
    client.force_login(user_of(cast.ada))
    client.post(f"{deed.url}undo/")
    assert f"{deed.url}members/" not in client.get(deed.url).content.decode()
    page = client.post(f"{deed.url}members/", {"member": User.objects.get(name="Nina").pk})
    assert "has undone this already" in page.content.decode()
