"""The list of members, their pages, and what of them is whose to see."""

from __future__ import annotations

from time import perf_counter

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts import pages, permissions
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


def listed(cast: Cast, **wishes: object) -> list[str]:
    return [m.name for m in pages.member_list(cast.max, **wishes).members]  # type: ignore[arg-type]


def test_the_list_is_found_sorted_and_filtered(cast: Cast) -> None:
    User.objects.filter(name="Nina").update(post_count=9)
    assert listed(cast) == ["Ada", "Boris", "Max", "Mona", "Nina"]
    assert listed(cast, name="m*") == ["Max", "Mona"]
    assert listed(cast, name="*o*a") == ["Mona"]
    assert listed(cast, name="ON") == ["Mona"]
    assert listed(cast, name="m.x*") == []
    assert listed(cast, sort="posts", descending=True)[0] == "Nina"
    assert listed(cast, group_id=user_of(cast.ada).group_id) == ["Ada"]


def test_no_pattern_keeps_the_board_busy(cast: Cast) -> None:
    for pattern in ("*" * 59 + "b", "*a" * 29 + "*b"):
        begun = perf_counter()
        assert "Mona" not in listed(cast, name=pattern)
        assert perf_counter() - begun < 1
    assert listed(cast, name="m_*") == listed(cast, name="%*a") == listed(cast, name="\\*") == []
    assert listed(cast, name="\0M*x") == ["Max"]


def test_applicants_are_for_administrators_only_in_both_halves(cast: Cast) -> None:
    waiting = factories.make_user("Olga", application="I grow beans.")
    for actor in cast.everybody():
        picked = set(permissions.visible_members(actor))
        judged = {m for m in User.objects.all() if permissions.can_see_member(actor, m)}
        assert picked == judged, actor.name
        assert (waiting in picked) == actor.is_administrator


def test_who_may_not_view_members_is_told_so(cast: Cast, client: Client) -> None:
    cast.guest.group.may_view_members = False
    cast.guest.group.save()
    with pytest.raises(Refused, match="Sign in"):
        pages.member_page(cast.guest, 1)
    assert client.get("/members/").status_code == 403
    assert 'href="/members/"' not in client.get("/").content.decode()


def test_a_members_address_is_corrected_and_an_unknown_one_absent(
    cast: Cast, client: Client
) -> None:
    mona = user_of(cast.mona)
    assert client.get(f"/members/{mona.pk}/").headers["Location"] == mona.url
    assert client.get(f"/members/{mona.pk}-max/").status_code == 301
    assert client.get("/members/999999/").status_code == 404
    assert client.get("/members/page/2/").status_code == 404


def test_staff_notes_are_for_staff(cast: Cast) -> None:
    User.objects.filter(name="Max").update(staff_note="Means well.")
    for actor in cast.everybody():
        note = pages.member_page(actor, user_of(cast.max).pk).staff_note
        assert bool(note) == actor.is_staff


def test_the_list_takes_the_same_queries_however_long(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/members/")
    for count in (1, 20):
        for number in range(count):
            factories.make_user(f"Crew {count} {number}")
        with django_assert_num_queries(3):
            client.get("/members/")


def test_a_visit_ends_after_half_an_hour(cast: Cast, client: Client) -> None:
    from datetime import timedelta

    max_ = user_of(cast.max)
    yesterday = now() - timedelta(days=1)
    User.objects.filter(pk=max_.pk).update(last_seen_at=yesterday)
    client.force_login(max_)
    for _ in range(2):
        client.get("/")
        max_.refresh_from_db()
        assert max_.last_visit_at == yesterday


def test_no_network_in_between_keeps_a_members_page(cast: Cast, client: Client) -> None:
    assert "private" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(user_of(cast.max))
    assert client.get("/")["Cache-Control"].startswith("private")
