"""The reasons that are offered to staff wherever they are asked why."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from areopagus.boards.models import Topic
from areopagus.core.ledger.reasons import REASONS, reasons
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
OFFERED = '<option value="Sails at &lt;night&gt;"></option>'


def test_reasons_stand_one_to_a_line_or_as_an_older_version_kept_them() -> None:
    REASONS.set("Spam; Rude\n\n Off topic \n")
    assert reasons() == ["Spam", "Rude", "Off topic"]


@pytest.mark.parametrize("name", ["delete", "edit"])
def test_staff_are_offered_reasons_where_members_write_their_own(
    cast: Cast, places: Places, topic: Topic, client: Client, name: str
) -> None:
    REASONS.set("Sails at <night>")
    post = factories.make_post(cast.max, topic)
    for actor, is_offered in ((cast.mona, True), (cast.max, False)):
        client.force_login(user_of(actor))
        page = client.get(f"/posts/{post.pk}/{name}/").content.decode()
        assert re.search(r'name="reason"[^>]* maxlength="', page)
        assert (OFFERED in page) is is_offered


@pytest.mark.parametrize(
    "address",
    [
        "/administration/options/board/",
        "/administration/groups/2/",
        "/administration/members/spam/?member={max}",
        "/administration/members/many/ban/?member={max}",
        "/moderation/bans/new/",
    ],
)
def test_reasons_are_offered_in_administration(
    cast: Cast, topic: Topic, client: Client, address: str
) -> None:
    REASONS.set("Sails at <night>")
    client.force_login(user_of(cast.ada))
    page = client.get(address.format(max=user_of(cast.max).pk)).content.decode()
    assert OFFERED in page
