"""Invitations: made, used by those who get them, withdrawn."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts import options
from areopagus.accounts.models import Invitation, User
from areopagus.administration.actions import invitations as actions
from areopagus.administration.pages.invitations import invitations_page
from areopagus.core.verdict import NotFound
from tests import factories
from tests.administration.conftest import fill_in
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
INVITATIONS = "/administration/invitations/"


def test_an_invitation_opens_the_door_once(ada: Client, cast: Cast) -> None:
    options.REGISTRATION.set("invitation")
    page = fill_in(ada, INVITATIONS, note="For Eve", uses="1", days="7")
    made = Invitation.objects.get()
    assert made.code in page and "For Eve" in page and "for one more" in page
    assert made.expires_at is not None and (made.expires_at - made.made_at).days == 7
    said = {
        "username": "Eve",
        "email": "eve@example.org",
        "password1": "a long enough passphrase",
        "invitation": made.code,
        **factories.calm_form(),
    }
    Client().post("/register/", said)
    made.refresh_from_db()
    assert made.uses_left == 0
    page = ada.get(INVITATIONS).content.decode()
    eve = User.objects.get(name="Eve")
    assert "Used up" in page and f'Came by it: <a href="{eve.url}"' in page
    assert "Invited by" in ada.get(eve.url).content.decode()
    assert "Invited by" not in Client().get(eve.url).content.decode()


def test_a_withdrawn_one_opens_nothing(ada: Client, cast: Cast) -> None:
    made = actions.invite(cast.ada)
    page = ada.post(f"{INVITATIONS}{made.pk}/withdraw/", follow=True).content.decode()
    assert "Withdrawn" in page and "/withdraw/" not in page
    assert not Invitation.objects.usable().exists()
    at = Invitation.objects.get().withdrawn_at
    actions.withdraw_invitation(cast.ada, made.pk)
    assert Invitation.objects.get().withdrawn_at == at


@pytest.mark.parametrize("change", [{"uses": "0"}, {"uses": "1001"}, {"uses": ""}, {"days": "8"}])
def test_nonsense_is_refused(ada: Client, change: dict[str, str]) -> None:
    answer = ada.post(INVITATIONS, {"uses": "1", "days": ""} | change)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_deeds_themselves_insist(client: Client, cast: Cast) -> None:
    made = actions.invite(cast.ada)
    for actor in cast.everybody():
        if actor is cast.ada:
            continue
        with pytest.raises(NotFound):
            actions.invite(actor)
        with pytest.raises(NotFound):
            actions.withdraw_invitation(actor, made.pk)
    with pytest.raises(NotFound):
        actions.withdraw_invitation(cast.ada, 999_999)
    assert client.post(f"{INVITATIONS}{made.pk}/withdraw/").status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_more_invitations_cost_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    options.REGISTRATION.get()
    actions.invite(cast.ada)
    for _ in range(2):
        with django_assert_num_queries(3):
            invitations_page(cast.ada)
        for _ in range(3):
            actions.invite(cast.ada, uses=5, days=30)
