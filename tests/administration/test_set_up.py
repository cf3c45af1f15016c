"""The first quarter of an hour of a board."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts import setup
from areopagus.accounts.models import User
from areopagus.boards import options
from areopagus.boards.models import Category, Forum
from tests import factories

pytestmark = pytest.mark.django_db
WISHES = {
    "title": "Red Planet Board",
    "description": "Where the <em>voyage</em> is discussed<script>alert(1)</script>",
    "name": "Ada",
    "mail": "ada@example.org",
    "password": "a long enough passphrase",
    "forums": "News — what changes\n# Voyage\nMissions\nLaunchers — engines & pads\n",
}


@pytest.fixture
def link() -> str:
    factories.preset_groups()
    return f"/set-up/{setup.issue_token()}/"


def test_the_link_makes_the_board_somebodys_and_signs_them_in(client: Client, link: str) -> None:
    assert "Open the board" in client.get(link).content.decode()
    page = client.post(link, WISHES, follow=True).content.decode()

    ada = User.objects.get()
    assert (ada.name, ada.group.role, ada.email) == ("Ada", "administrators", "ada@example.org")
    assert ada.check_password(WISHES["password"])
    assert "Signed in as" in page and "Red Planet Board" in page
    assert options.DESCRIPTION_HTML.get() == "Where the <em>voyage</em> is discussed"
    assert list(Category.objects.values_list("name", flat=True)) == ["Forums", "Voyage"]
    assert list(Forum.objects.order_by("id").values_list("name", "description")) == [
        ("News", "what changes"),
        ("Missions", ""),
        ("Launchers", "engines & pads"),
    ]
    assert "engines &amp; pads" in page


def test_the_link_works_once(client: Client, link: str) -> None:
    client.post(link, WISHES)
    for answer in (client.get(link), client.post(link, WISHES | {"name": "Eve"})):
        assert answer.status_code == 404
        assert "prints a new link" in answer.content.decode()
    assert User.objects.count() == 1
    assert setup.issue_token() is None


def test_a_new_link_ends_the_old_one(client: Client, link: str) -> None:
    setup.issue_token()
    assert client.get(link).status_code == 404


def test_a_made_up_link_opens_nothing(client: Client, link: str) -> None:
    assert client.post("/set-up/guessed/", WISHES).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": ""}, "required"),
        ({"name": "A"}, "at least 2 characters"),
        ({"name": "[Ada]"}, "no brackets"),
        ({"mail": "ada"}, "valid email"),
        ({"password": "12345678"}, "numeric"),
        ({"password": "short"}, "too short"),
        ({"forums": "x" * 81}, "1 to 80 characters"),
    ],
)
def test_a_wrong_wish_is_explained_and_nothing_is_made(
    client: Client, link: str, change: dict[str, str], reason: str
) -> None:
    answer = client.post(link, WISHES | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page
    assert "engines &amp; pads" in page or "forums" in change
    assert not User.objects.exists() and not Forum.objects.exists()
