"""Every recorded text of FluxBB comes through the import as it was, and is shown as tests/markup proves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.importers.charsets import CONTROLS
from areopagus.markup import Dialect
from tests.importers.old_boards import Tables, move_in, post, sound
from tests.markup.fluxbb import Case, cases

pytestmark = pytest.mark.django_db


def board_of(texts: list[Case], version: str) -> Tables:
    old = sound()
    old["config"][0] = {"conf_name": "o_cur_version", "conf_value": version}
    old["posts"] = [post(pk, 1, message=text.source) for pk, text in enumerate(texts, 1)]
    if version == "1.2.22":
        # By this column versions are told apart.
        first = dict(old["topics"][0])
        del first["first_post_id"]
        old["topics"] = [first]
    return old


@pytest.mark.parametrize(
    ("dialect", "version"), [(Dialect.BBCODE, "1.5.11"), (Dialect.FLUXBB12, "1.2.22")]
)
def test_all_of_them(dialect: Dialect, version: str, tmp_path: Path, client: Client) -> None:
    # Where nothing is told of how it was stored, it was stored as it was typed.
    texts = list({case.name.partition("-")[0]: case for case in cases(dialect)}.values())
    assert len(texts) == {Dialect.BBCODE: 219, Dialect.FLUXBB12: 21}[dialect]
    move_in(board_of(texts, version), tmp_path)
    posts = {each.pk: each for each in Post.objects.all()}
    for pk, text in enumerate(texts, 1):
        assert posts[pk].source == CONTROLS.sub("", text.source), text.name
        assert posts[pk].markup == dialect
        again = rendering.render(posts[pk].source, dialect)
        assert posts[pk].html == again.html, text.name
    shown = "".join(
        client.get(f"/topics/1/page/{number}/", follow=True).content.decode()
        for number in range(1, len(texts) // 25 + 2)
    )
    for pk in posts:
        assert f'id="p{pk}"' in shown
