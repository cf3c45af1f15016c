"""Ranks: who shows which, how they are written, and what cannot be read."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.models import User
from areopagus.accounts.options import RANKS
from areopagus.accounts.ranks import rank_of, read_ranks
from areopagus.administration.actions.options import save_options
from areopagus.boards.models import Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
TEXT = "100 Pilot\n0 Newcomer\n\n 1000  Commander of ships "


def test_the_highest_rank_that_was_reached_counts(cast: Cast) -> None:
    assert rank_of(5000) == ""
    RANKS.set(TEXT)
    shown = {posts: rank_of(posts) for posts in (0, 99, 100, 999, 1000, 10**9)}
    assert list(shown.values()) == ["Newcomer"] * 2 + ["Pilot"] * 2 + ["Commander of ships"] * 2


def test_own_title_ban_and_group_come_before_the_rank(cast: Cast) -> None:
    RANKS.set(TEXT)
    max_ = user_of(cast.max)
    User.objects.update(post_count=150)
    titles = {m.name: m.shown_title for m in User.objects.select_related("group")}
    assert titles["Max"] == "Pilot" and titles["Boris"] == "Banned"
    max_.title = "Driver"
    assert max_.shown_title == "Driver"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Pilot 100", "begins with its number"),
        ("-1 Pilot", "begins with its number"),
        ("9999999999999 Pilot", "begins with its number"),
        ("100", "has a title"),
        ("100 " + "x" * 51, "at most 50"),
        ("1 A\n1 B", "Two ranks"),
    ],
)
def test_what_cannot_be_read_is_refused(cast: Cast, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_ranks(text)
    with pytest.raises(Refused, match=reason):
        save_options(cast.ada, {"accounts.ranks": text})
    assert RANKS.get() == "" and not Batch.objects.exists()


def test_readers_see_them_at_once_and_an_undo_takes_them_away(
    client: Client, cast: Cast, topic: Topic
) -> None:
    factories.make_post(cast.max, topic)
    where = f"{topic.url}"
    assert "Cadet" not in client.get(where).content.decode()
    save_options(cast.ada, {"accounts.ranks": "0 Cadet"})
    assert "Cadet" in client.get(where).content.decode()
    undoing.undo(cast.ada, Batch.objects.get().pk)
    assert "Cadet" not in client.get(where).content.decode()
