"""Names, networks and mail addresses that are turned away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.accounts import bans
from areopagus.accounts.models import Ban, User
from areopagus.accounts.networks import Networks, NoAddress, read_network, read_networks
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation.actions.bans import add_ban, change_ban, lift_ban
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
BANS = "/moderation/bans/"
HERE = "198.51.100.7"
REGISTRATION = {
    "username": "Newcomer", "email": "new@example.org", "password1": factories.PASSWORD,
    **factories.calm_form(),
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.2.9/24", "192.0.2.0/24"),
        ("192.0.2.", "192.0.2.0/24"),
        ("192.0", "192.0.0.0/16"),
        ("10", "10.0.0.0/8"),
        ("2001:db8::1", "2001:db8::1/128"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:db8:", "2001:db8::/32"),
        ("2001:db8:0:1", "2001:db8:0:1::/64"),
    ],
)
def test_addresses_as_people_and_fluxbb_write_them(written: str, network: str) -> None:
    assert str(read_network(written)) == network


@pytest.mark.parametrize(
    "written", ["x", "192.0.2.256", "1.2.3.4.5", "0.0.0.0/0", "1.2.3.4/7", "::/8", "192..2", "300."]
)
def test_what_is_no_address_is_refused_with_what_is(written: str) -> None:
    with pytest.raises(NoAddress, match=r"192\.0\.2\.7|at least"):
        read_networks(f"192.0.2.7 {written}")


def test_networks_hold_addresses() -> None:
    networks = Networks(
        (read_network(text), number)
        for number, text in enumerate(("192.0.2.", "192.0.2.7", "2001:db8::/32", "192.0.2.0/24"))
    )
    assert sorted(networks.holding("192.0.2.7")) == [0, 1, 3]
    assert networks.holding("::ffff:192.0.2.8") == [0, 3]
    assert networks.holding("2001:db8:5::1") == [2]
    assert networks.holding("192.0.27.1") == networks.holding("") == networks.holding("unix:") == []


def test_a_banned_network_reads_and_does_not_write(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    add_ban(cast.ada, addresses="198.51.100.", message="Too many rockets.")
    assert client.get(topic.url, REMOTE_ADDR=HERE).status_code == 200
    for url in ("/register/", f"{topic.url}reply/", "/sign-in/passkey/"):
        answer = client.post(url, REGISTRATION, REMOTE_ADDR=HERE)
        assert url == "/sign-in/passkey/" or (
            answer.status_code == 403 and "Too many rockets." in answer.text
        )
    assert client.post("/register/", REGISTRATION, REMOTE_ADDR="192.0.2.1").status_code != 403
    assert not User.objects.filter(registered_from="198.51.100.7").exists()


def test_members_come_in_from_there_no_more_and_staff_do(client: Client, cast: Cast) -> None:
    add_ban(cast.ada, addresses="198.51.100.0/24", message="Too many rockets.")
    client.force_login(user_of(cast.max))
    answer = client.get("/", REMOTE_ADDR=HERE)
    assert (
        answer.status_code == 403
        and "Your address is banned" in answer.text
        and "Too many rockets." in answer.text
    )
    assert client.get("/", REMOTE_ADDR="192.0.2.1").status_code == 200
    for staff in (cast.mona, cast.ada):
        client.force_login(user_of(staff))
        assert client.get("/", REMOTE_ADDR=HERE).status_code == 200


def test_names_and_mail(client: Client, cast: Cast) -> None:
    add_ban(cast.ada, name="NEWCOMER", message="Not this name.")
    assert "Not this name." in client.post("/register/", REGISTRATION).text
    add_ban(cast.ada, mail="@Example.org")
    answer = client.post("/register/", {**REGISTRATION, "username": "Somebody"})
    assert "are not taken here" in answer.text
    assert bans.of_mail("a@mail.example.org") and bans.of_mail("A@EXAMPLE.ORG")
    assert not bans.of_mail("a@badexample.org")
    add_ban(cast.ada, mail="x@example.net")
    assert bans.of_mail("X@example.net") and not bans.of_mail("y@example.net")


@pytest.mark.parametrize(
    ("pattern", "hit", "missed"),
    [
        ("spam*", ["spam", "SPAMMER"], ["notspam"]),
        ("*casino*", ["casino", "bestCasino24"], ["cas ino"]),
        ("buy*now", ["buynow", "buy it now"], ["buyno", "buynown"]),
        ("aba*aba", ["abaaba"], ["aba", "ababa"]),
        ("a*b*c", ["abc", "aXbXc", "abbc"], ["acb", "ab", "ac"]),
    ],
)
def test_a_star_stands_for_any_characters(
    cast: Cast, pattern: str, hit: list[str], missed: list[str]
) -> None:
    add_ban(cast.ada, name=pattern)
    assert [name for name in hit + missed if bans.of_name(name)] == hit
    with pytest.raises(Refused, match="at least 3"):
        add_ban(cast.ada, name="**a*")


def test_an_old_ban_of_stars_only_means_those_stars(cast: Cast) -> None:
    Ban.objects.create(name="***", made_at=now())
    bans.forget()
    assert bans.of_name("***") and bans.of_name("Newcomer") is None


def test_a_pattern_turns_away_members_guests_and_newcomers(
    client: Client, cast: Cast, places: Places
) -> None:
    client.force_login(user_of(cast.ada))
    page = client.post(f"{BANS}new/", {"name": "nin*", "message": "No."})
    assert "This ban would hit 1 member" in page.text and "Nina" in page.text
    assert not Ban.objects.exists(), "It asks first."
    client.post(f"{BANS}new/", {"name": "nin*", "message": "No.", "seen": "yes"})
    client.force_login(user_of(cast.nina))
    answer = client.get("/")
    assert answer.status_code == 403 and "Your name is banned" in answer.text
    assert "under your name" in answer.text and "No." in answer.text
    client.logout()
    assert "No." in client.post("/register/", {**REGISTRATION, "username": "Ninety"}).text
    Ban.objects.update(name="mon*")
    bans.forget()
    client.force_login(user_of(cast.mona))
    assert client.get("/").status_code == 200, "Staff can always come in."


def test_a_ban_ends(cast: Cast) -> None:
    add_ban(cast.ada, addresses="198.51.100.7", until=now() + timedelta(days=1))
    assert bans.of_address("198.51.100.7")
    Ban.objects.update(until=now() - timedelta(seconds=1))
    bans.forget()
    assert bans.of_address("198.51.100.7") is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Say a name"),
        ({"name": "max"}, "Max is a member"),
        ({"addresses": "nowhere"}, "no network address"),
        ({"addresses": "203.0.113.0/24"}, "turn away yourself"),
    ],
)
def test_what_cannot_be_banned(cast: Cast, said: dict[str, str], reason: str) -> None:
    ada = cast.ada
    object.__setattr__(ada, "address", "203.0.113.9")
    with pytest.raises(Refused, match=reason):
        add_ban(ada, **said)  # type: ignore[arg-type]
    assert not Ban.objects.exists() and not Batch.objects.exists()


def test_every_deed_is_undone(cast: Cast) -> None:
    added = add_ban(cast.ada, addresses="198.51.100.7", reason="Robots.")
    ban = Ban.objects.get()
    change_ban(cast.ada, ban.pk, addresses="198.51.100.8")
    assert bans.of_address("198.51.100.8") and not bans.of_address("198.51.100.7")
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    assert bans.of_address("198.51.100.7") and not bans.of_address("198.51.100.8")
    lifted = lift_ban(cast.ada, ban.pk)
    assert not bans.of_address("198.51.100.7") and lifted.batch
    undoing.undo(cast.ada, lifted.batch.pk)
    assert bans.of_address("198.51.100.7")
    with pytest.raises(NotFound):
        lift_ban(cast.ada, 999_999)
    assert added.batch
    with pytest.raises(Refused, match="has been changed since"):
        change_ban(cast.ada, ban.pk, addresses="192.0.2.1")
        undoing.undo(cast.ada, added.batch.pk)


def test_who_bans(client: Client, cast: Cast) -> None:
    urls = (BANS, f"{BANS}new/")
    for actor in (cast.max, cast.nina):
        client.force_login(user_of(actor))
        assert {client.get(url).status_code for url in urls} == {404}
        assert client.post(f"{BANS}new/", {"name": "x"}).status_code == 404
        with pytest.raises(NotFound):
            add_ban(actor, name="x")
    mona = user_of(cast.mona)
    client.force_login(mona)
    mona.group.may_ban_members = False
    mona.group.save()
    assert client.get(BANS).status_code == 404
    mona.group.may_ban_members = True
    mona.group.save()
    assert client.get(BANS).status_code == 200


def test_whom_it_hits_is_shown_first(client: Client, cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address="198.51.100.7")
    client.force_login(user_of(cast.ada))
    said = {"addresses": "198.51.100.", "reason": "Robots."}
    page = client.post(f"{BANS}new/", said).text
    assert "Nothing is done yet" in page and "Max" in page and not Ban.objects.exists()
    assert client.post(f"{BANS}new/", {**said, "seen": "yes"}).status_code == 302
    ban = Ban.objects.get()
    assert "Max" in client.get(ban.url).text
    assert "198.51.100." in client.get(BANS, {"said": "198.51.100.200"}).text
    assert "Nothing is found" in client.get(BANS, {"said": "192.0.2.1"}).text
    assert client.post(f"{ban.url}lift/").status_code == 302
    assert not Ban.objects.exists()


def test_the_form_says_what_is_wrong(client: Client, cast: Cast) -> None:
    client.force_login(user_of(cast.ada))
    for said in (
        {},
        {"addresses": "x"},
        {"name": "x", "until": "2001-01-01"},
        {"name": "x", "until": "soon"},
    ):
        assert client.post(f"{BANS}new/", said).status_code == 422
    assert 'value="Rex"' in client.get(f"{BANS}new/?name=Rex").text
    assert client.get(f"{BANS}999999/").status_code == 404
    assert not Ban.objects.exists()
