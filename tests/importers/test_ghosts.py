"""Whoever wrote on the old board without an account is a ghost author here."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from areopagus.boards.models import Ghost, Post
from areopagus.ops import check
from tests.importers.old_boards import Tables, move_in, post, sound, sql
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db


def ghostly(*, must_give_mail: bool) -> Tables:
    old = sound()
    required = "1" if must_give_mail else "0"
    old["config"].append({"conf_name": "p_force_guest_email", "conf_value": required})
    old["posts"] += [
        post(3, 1, poster="Olga", poster_id=1),
        post(4, 1, poster="OLGA", poster_id=1, posted=0),
        post(5, 1, poster="Olga", poster_id=1, poster_email="olga@example.org"),
        post(6, 1, poster="Olga", poster_id=77),
        post(7, 1, poster="Olga Renamed", poster_id=77),
        post(8, 1, poster="Nobody", poster_id=0),
        post(9, 1, poster="", poster_id=None),
        post(10, 1, poster="Olga", poster_id=1, poster_email="not an address"),
    ]
    return old


@pytest.mark.parametrize("must_give_mail", [True, False])
def test_every_post_without_an_account_has_its_ghost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, must_give_mail: bool
) -> None:
    old = ghostly(must_give_mail=must_give_mail)
    move_in(old, tmp_path)
    silent = "old-member" if must_give_mail else "unknown"
    whose = {
        ids: (ghost.name, ghost.origin, ghost.old_user_id, ghost.post_count)
        for ghost in Ghost.objects.all()
        for ids in [tuple(ghost.posts.order_by("pk").values_list("pk", flat=True))]
    }
    assert whose == {
        (3, 4, 10): ("Olga", silent, None, 3),
        (5,): ("Olga", "old-guest", None, 1),
        (6, 7): ("Olga Renamed", "old-member", 77, 2),
        (8,): ("Nobody", silent, None, 1),
        (9,): ("", silent, None, 1),
    }
    assert not Post.objects.filter(author__isnull=False, ghost__isnull=False).exists()
    is_same, said = verified(sql(old), tmp_path)
    assert is_same, said
    assert "posts of ghosts                8         8" in said
    assert check.run(Namespace(repair=False)) == 0, capsys.readouterr().out


def test_a_wrong_ghost_is_found(tmp_path: Path) -> None:
    old = ghostly(must_give_mail=True)
    move_in(old, tmp_path)
    ghost = Ghost.objects.get(name="Nobody")
    for changed in ({"ghost": ghost}, {"ghost": None}):
        Post.objects.filter(pk=6).update(**changed)
        is_same, said = verified(sql(old), tmp_path)
        assert not is_same
        assert "posts 6: ghost's old number was 77, is None" in said
        assert "posts 6: ghost's name was 'olga renamed'" in said
