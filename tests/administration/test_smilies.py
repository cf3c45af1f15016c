"""Smilies of a board's own: added, changed, switched off, undone; and posts show it."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import resolve

from areopagus.accounts.actions.profile import render_signature
from areopagus.accounts.models import User
from areopagus.administration.actions import smilies
from areopagus.boards.models import Post, Topic
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.uploads.models import Smiley
from areopagus.uploads.smilies import own_smilies
from areopagus.uploads.views import picture as served
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
PAGE = "/administration/smilies/"


@pytest.fixture
def ada(client: Client, cast: Cast) -> Client:
    client.force_login(user_of(cast.ada))
    return client


def work() -> None:
    while work_once("tests"):
        pass


def html_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).html


def test_posts_show_it_from_then_on_until_it_is_switched_off_or_undone(
    ada: Client, cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.max, topic, "To :mars: we go.")
    signed = user_of(cast.max)
    signed.signature, signed.signature_markup = "Off to :mars: again", "bbcode"
    signed.signature_html = render_signature(signed.signature, "bbcode")
    signed.save(update_fields=["signature", "signature_markup", "signature_html"])
    said = {"code": ":mars:", "name": "Mars", "picture": factories.make_picture()}
    assert ada.post(PAGE, said).status_code == 302
    work()
    found = Smiley.objects.get()
    address = f"/media/{found.picture}"
    assert address in html_of(post)
    assert address in User.objects.get(pk=signed.pk).signature_html
    assert resolve(address).func is served
    assert address in ada.get("/help/markup/").content.decode()
    assert ada.post(f"{PAGE}{found.pk}/off/").status_code == 302
    assert not own_smilies()
    work()
    assert address not in html_of(post) and ":mars:" in html_of(post)
    undoing.undo(cast.ada, Batch.objects.order_by("-pk")[0].pk)
    work()
    assert address in html_of(post)
    smilies.change_smiley(cast.ada, found.pk, code=":planet:", name="A planet", position=3)
    work()
    assert address not in html_of(post)
    undoing.undo(cast.ada, Batch.objects.order_by("-pk")[0].pk)
    work()
    assert address in html_of(post)


def test_they_stand_in_their_order(cast: Cast) -> None:
    for code in (":a:", ":b:", ":c:"):
        smilies.add_smiley(cast.ada, code, code, factories.make_picture())
    last = Smiley.objects.get(code=":c:")
    smilies.change_smiley(cast.ada, last.pk, code=":c:", name="c", position=0)
    assert [smiley.code for smiley in own_smilies()] == [":c:", ":a:", ":b:"]


@pytest.mark.parametrize("code", ["x", "a b", "[b]", "<b>", "x" * 61])
def test_what_can_be_no_code_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(Refused, match="2 to 60 characters"):
        smilies.add_smiley(cast.ada, code, "A code", factories.make_picture())


def test_a_code_is_there_once_and_a_picture_is_a_picture(ada: Client, cast: Cast) -> None:
    smilies.add_smiley(cast.ada, ":mars:", "Mars", factories.make_picture())
    other = {"code": ":mars:", "name": "Mars", "picture": factories.make_picture("blue")}
    answer = ada.post(PAGE, other)
    assert answer.status_code == 422 and "There is a smiley :mars: already." in answer.text
    script = ContentFile(b"<svg onload=alert(1)>", "x.png")
    answer = ada.post(PAGE, {"code": ":x:", "name": "X", "picture": script})
    assert answer.status_code == 422 and "no JPEG, PNG, GIF or WebP picture" in answer.text
    assert Smiley.objects.count() == 1
    with default_storage.open(Smiley.objects.get().picture) as file:
        assert file.read(4) == b"RIFF"


def test_a_text_can_be_tried(ada: Client, cast: Cast) -> None:
    smilies.add_smiley(cast.ada, ":mars:", "Mars", factories.make_picture())
    page = ada.get(PAGE, {"text": "<i>To</i> :mars: :)"}).text
    assert 'alt="Mars"' in page and "<i>To" not in page and "🙂" in page
