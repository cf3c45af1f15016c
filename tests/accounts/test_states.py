"""Members who sleep and accounts that are set aside: what is seen of them, what they may do."""

from __future__ import annotations

from django.test import Client

from areopagus.accounts import permissions
from areopagus.boards.models import Topic
from areopagus.core import stamps
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, user_of


def test_a_sleeper_is_out_of_the_list_and_keeps_their_page(client: Client, cast: Cast) -> None:
    dora = user_of(cast.dora)
    assert "Dora" not in client.get("/members/").text
    assert "signing in as ever is enough" in client.get(dora.url).text


def test_who_is_quarantined_is_seen_by_staff_only(client: Client, cast: Cast) -> None:
    rex = factories.make_member("Rex", quarantined_at=now())
    assert client.get(rex.url).status_code == 404
    assert "Rex" not in client.get("/members/").text
    client.force_login(user_of(cast.mona))
    assert "Quarantined since" in client.get(rex.url).text
    assert "Rex" not in client.get("/members/").text


def test_both_halves_of_the_rule_agree(cast: Cast) -> None:
    rex = factories.make_member("Rex", quarantined_at=now())
    for actor in cast.everybody():
        is_seen = permissions.visible_members(actor).filter(pk=rex.pk).exists()
        assert is_seen == bool(permissions.can_see_member(actor, rex)) == actor.is_staff


def test_nothing_leads_away_from_a_quarantined_account(
    client: Client, cast: Cast, topic: Topic
) -> None:
    member = user_of(cast.max)
    member.website = "https://rockets.example/"
    member.signature_html = '<a href="https://rockets.example/">Rockets</a>'
    member.save(update_fields=["website", "signature_html"])
    client.force_login(user_of(cast.mona))
    assert client.get(topic.url).text.count('href="https://rockets.example/"') == 2
    member.quarantined_at = now()
    member.save(update_fields=["quarantined_at"])
    stamps.everything_changed()
    for url in (topic.url, member.url):
        assert 'href="https://rockets.example/"' not in client.get(url).text


def test_who_is_quarantined_is_told_so_at_the_door(client: Client, cast: Cast) -> None:
    rex = factories.make_member("Rex", quarantined_at=now())
    client.force_login(rex)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Nothing is deleted" in answer.text
