"""Signs, shields and what they are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from areopagus.accounts.models import User
from areopagus.boards.hosts import hosts_in
from areopagus.boards.models import Post, PostRevision, Topic
from areopagus.core.clock import now
from areopagus.housekeeping.evidence.copies import copiers, sketch_of
from areopagus.housekeeping.evidence.made_up import is_made_up
from areopagus.housekeeping.evidence.networks import bursts, network_of
from areopagus.housekeeping.evidence.weighing import Weighed, gather, weigh_everybody
from areopagus.housekeeping.evidence.writing import quoted_in
from tests import factories
from tests.conftest import Cast, Places

LONG_AGO = datetime(2012, 5, 1, 12, tzinfo=UTC)
PITCH = "The best casino of all pays out at once, and everybody who comes today gets a bonus of a hundred. "


def weighed(user: User) -> Weighed:
    return next(one for one in weigh_everybody() if one.account_id == user.pk)


def signs(user: User) -> set[str]:
    return {sign for sign, _ in weighed(user).signs}


def shields(user: User) -> set[str]:
    return {shield for shield, _ in weighed(user).shields}


def account(name: str, **fields: object) -> User:
    fields = {"registered_at": LONG_AGO, "last_seen_at": LONG_AGO} | fields
    return factories.make_user(name, **fields)  # type: ignore[arg-type]


def write(user: User, topic: Topic, source: str, at: datetime = LONG_AGO) -> Post:
    topic.refresh_from_db()
    topic.last_number += 1
    topic.save(update_fields=["last_number"])
    return Post.objects.create(
        topic=topic, number=topic.last_number, author=user, author_name=user.name, posted_at=at,
        source=source, markup="bbcode", html="", html_version=1,
        author_address=user.registered_from,
    )  # fmt: skip


def establish(user: User, topic: Topic, *more: str) -> None:
    """Ten posts on ten days, and some more."""
    for day in range(10):
        write(user, topic, f"What I think on day {day}.", LONG_AGO + timedelta(days=day))
    for text in more:
        write(user, topic, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://www.Example.org/x and https://b.example?", {"example.org", "b.example"}),
        ("[url=http://a.example]a[/url]", {"a.example"}),
        ("www.c.example, or mail me@d.example", {"c.example"}),
        ("no link at all: example.org", set()),
        ("http://", set()),
        ("http://пример.рф/", {"пример.рф"}),
    ],
)
def test_hosts_in_a_text(text: str, found: set[str]) -> None:
    assert hosts_in(text) == found


@override_settings(SITE_URL="https://www.board.example")
def test_the_boards_own_host_is_none() -> None:
    assert hosts_in("http://board.example/viewtopic.php?id=1") == frozenset()


@pytest.mark.parametrize(
    ("name", "made_up"),
    [
        ("JamesWalkerQB", True), ("xkcdvbnm", True), ("annafox48213", True), ("Peter1961", False),
        ("Ada Lovelace", False), ("Wernher", False), ("Ольга123456", False), ("R2D2", False),
        ("Schwarzschild", False), ("McDonald", False),
    ],
)  # fmt: skip
def test_names_as_programs_make_them(name: str, made_up: bool) -> None:
    assert is_made_up(name) == made_up


def test_networks() -> None:
    assert network_of("192.0.2.77") == "192.0.2.0/24"
    assert network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert network_of("") is None and network_of("unknown") is None


def test_a_burst_is_near_in_time_and_network() -> None:
    at = LONG_AGO
    rows = [(n, f"192.0.2.{n}", at + timedelta(minutes=n)) for n in range(6)]
    rows += [(10, "192.0.3.1", at), (11, "192.0.2.9", at + timedelta(hours=5)), (12, "", at)]
    found = bursts(rows, {3})
    assert (found[0].accounts, found[0].people) == (6, 1)
    assert found[10].accounts == found[11].accounts == 1
    assert 12 not in found


def test_nearly_the_same_is_found_whatever_the_address_and_the_greeting() -> None:
    texts = {
        1: [f"Hi! {PITCH} http://a.example/"],
        2: [f"Good day. {PITCH} [url=http://b.example/x]here[/url]"],
        3: ["Something else entirely, about rockets and about how they are steered on their way."],
        4: ["thanks"],
    }
    sketches = {k: [s for text in v if (s := sketch_of(text))] for k, v in texts.items()}
    assert copiers(sketches) == {1: {2}, 2: {1}}


def test_a_thousand_copies_do_not_take_for_ever() -> None:
    sketch = sketch_of(PITCH)
    assert sketch
    found = copiers({number: [sketch] for number in range(3000)})
    assert len(found) == 3000 and all(len(others) <= 30 for others in found.values())


def test_who_is_quoted_in_every_dialect() -> None:
    source = (
        '[quote=Max]a[/quote] [quote="Nina B" post=3]b[/quote]\n> **Dora** wrote (post 4):\n>\n> c'
    )
    assert list(quoted_in(source)) == ["max", "nina b", "dora"]
    assert list(quoted_in("no [quote]name[/quote] and nothing else")) == []


def test_an_account_of_which_nothing_is_known_has_no_signs(cast: Cast) -> None:
    quiet = account("Quiet", last_seen_at=None)
    assert signs(quiet) == set() == shields(quiet)


def test_adverts_lead_where_no_established_member_leads(cast: Cast, topic: Topic) -> None:
    old, rex = account("Old"), account("Rex")
    establish(old, topic, "As https://known.example/ says.")
    write(rex, topic, "Buy at http://shop.example/")
    assert "adverts" in signs(rex)
    assert "adverts" not in signs(old)
    mira = account("Mira")
    write(mira, topic, "I read it at https://known.example/")
    assert "adverts" not in signs(mira)
    write(rex, topic, "And hello.")
    assert "adverts" not in signs(rex), "not every post of theirs is one"


def test_copies(cast: Cast, topic: Topic) -> None:
    crowd = [account(f"Rex {n}") for n in "abc"]
    for user in crowd:
        write(user, topic, f"{user.name}! {PITCH}")
    assert all("copies" in signs(user) for user in crowd)


def test_links_slipped_in_later(cast: Cast, topic: Topic) -> None:
    rex = account("Rex")
    post = write(rex, topic, "Nice. http://shop.example/")
    PostRevision.objects.create(
        post=post, source="Nice.", markup="bbcode", edited_at=LONG_AGO, edited_by=rex,
        edited_by_name="Rex",
    )  # fmt: skip
    assert "slipped-in" in signs(rex)
    PostRevision.objects.all().update(edited_by=cast.mona.user)
    assert "slipped-in" not in signs(rex), "a moderator's edit is not theirs"


def test_everything_was_taken_down(cast: Cast, topic: Topic) -> None:
    rex = account("Rex")
    post = write(rex, topic, "Nice.")
    assert "taken-down" not in signs(rex)
    Post.objects.filter(pk=post.pk).update(removed_at=now(), removed_by_author=True)
    assert "taken-down" not in signs(rex)
    Post.objects.filter(pk=post.pk).update(removed_by_author=False)
    assert "taken-down" in signs(rex)


def test_profile_links_and_crowds(cast: Cast, topic: Topic) -> None:
    first, second, third = (account(f"Rex {n}", website="shop.example") for n in "abc")
    assert signs(first) >= {"profile-link", "same-target"}
    User.objects.filter(pk__in=[second.pk, third.pk]).update(website="")
    assert "same-target" not in signs(first)
    write(first, topic, "Hello, nice to be here.")
    assert "profile-link" not in signs(first)


def test_bursts_and_whether_anybody_in_them_is_a_person(cast: Cast) -> None:
    crowd = [account(f"Rex {n}", registered_from=f"198.51.100.{n}") for n in range(5)]
    assert "dead-burst" in signs(crowd[0]) and "burst" not in signs(crowd[0])
    User.objects.filter(pk=crowd[3].pk).update(last_seen_at=now())
    assert "burst" in signs(crowd[0]) and "dead-burst" not in signs(crowd[0])


def test_mail_addresses(cast: Cast) -> None:
    assert "throwaway-mail" in signs(account("Rex", email="rex@mailinator.com"))
    assert "dotted-mail" in signs(account("Rob", email="r.o.b.b@gmail.com"))
    assert "dotted-mail" not in signs(account("Ron", email="r.o.n.n@example.org"))
    crowd = [account(f"Rid {n}", email=f"{n}@shop.example") for n in range(5)]
    assert "same-mail" in signs(crowd[0])
    User.objects.filter(pk=crowd[1].pk).update(last_seen_at=now())
    assert "same-mail" not in signs(crowd[0])


def test_never_came_back_is_not_said_of_whom_nothing_is_known(cast: Cast, topic: Topic) -> None:
    rex = account("Rex")
    assert "never-back" in signs(rex)
    User.objects.filter(pk=rex.pk).update(last_seen_at=None)
    assert "never-back" not in signs(rex)
    User.objects.filter(pk=rex.pk).update(last_seen_at=LONG_AGO)
    write(rex, topic, "Back again.", LONG_AGO + timedelta(days=9))
    assert "never-back" not in signs(rex)


def test_what_speaks_for_a_person(cast: Cast, topic: Topic, places: Places) -> None:
    old = account("Old")
    other = account("Other")
    establish(old, topic)
    establish(other, topic)
    max_ = account("Maxine")
    assert shields(max_) == set()
    own = factories.make_topic(cast.max, places.missions, "My question")
    Topic.objects.filter(pk=own.pk).update(author=max_)
    Post.objects.filter(topic=own).update(author=max_)
    write(old, own, "[quote=Maxine]You said[/quote] Yes.")
    write(other, own, "No.")
    assert shields(max_) >= {"quoted", "answered"}
    User.objects.filter(pk=max_.pk).update(
        last_seen_at=now(), avatar="avatars/1.webp", last_letter_at=now()
    )
    assert shields(max_) >= {"came-back", "avatar", "letters"}
    assert "established" in shields(old)


def test_whoever_quotes_without_being_known_vouches_for_nobody(cast: Cast, topic: Topic) -> None:
    rex, rob = account("Rex"), account("Rob")
    write(rob, topic, "[quote=Rex]Buy![/quote] Great!")
    assert "quoted" not in shields(rex)


def test_staff_are_known_by_their_group(cast: Cast) -> None:
    assert cast.mona.user and "staff" in shields(cast.mona.user)


def test_the_same_number_of_queries_for_any_number_of_accounts(
    cast: Cast, topic: Topic, django_assert_num_queries: object
) -> None:
    for number in range(20):
        write(account(f"Member {number}"), topic, "Aye.")
    with django_assert_num_queries(7):  # type: ignore[operator]
        gather()
