"""A ghost comes home by a link sent to the address on its posts; and nobody steals one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client, override_settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import actions, tasks
from areopagus.homecoming.models import Claim, MailProof
from tests import factories
from tests.boards.test_ghosts import say
from tests.conftest import Cast, Places, user_of
from tests.moderation.random_boards import differences, everything

pytestmark = pytest.mark.django_db
ADDRESS = "olga@old.example"


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    """The board knows its own address."""
    with override_settings(SITE_URL="https://board.example"):
        yield


def asked(actor: Actor, ghost: Ghost, address: str = ADDRESS) -> str:
    """What the link in the mail leads to; "" when nobody was written to."""
    mail.outbox.clear()
    proof = actions.ask_by_mail(actor, ghost.pk, address)
    tasks.send_link.func(proof.pk)
    if not mail.outbox:
        return ""
    (letter,) = mail.outbox
    assert letter.to == [address.lower()]
    found = re.search(r"https://board\.example/come-home/(\S+)/", str(letter.body))
    assert found
    return found[1]


def test_a_mail_server_that_takes_its_time_holds_up_no_writer(
    cast: Cast, olga: Ghost, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = actions.ask_by_mail(cast.max, olga.pk, "olga@old.example")
    open_before = len(connection.savepoint_ids)
    open_meanwhile: list[int] = []
    monkeypatch.setattr(
        EmailMessage,
        "send",
        lambda _: open_meanwhile.append(len(connection.savepoint_ids)),
    )
    tasks.send_link.func(proof.pk)
    assert open_meanwhile == [open_before]
    assert MailProof.objects.get().sent_at


def test_from_the_page_of_the_ghost_to_the_member(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    assert "Did you write" not in client.get(olga.url).content.decode()
    client.force_login(user_of(cast.max))
    assert f'href="/ghosts/{olga.pk}/claim/"' in client.get(olga.url).content.decode()
    assert client.get(f"/ghosts/{olga.pk}/claim/").status_code == 200
    sent = client.post(f"/ghosts/{olga.pk}/claim/mail/", {"mail": "OLGA@old.example"}, follow=True)
    assert "a link is on its way" in sent.content.decode()
    tasks.send_link.func(MailProof.objects.get().pk)
    tasks.send_link.func(MailProof.objects.get().pk)
    (letter,) = mail.outbox
    found = re.search(r"https://board\.example(/come-home/\S+/)", str(letter.body))
    assert found
    page = client.get(found[1]).content.decode()
    assert "2 posts" in page and "Yes, I wrote them" in page
    assert not Claim.objects.exists(), "to look is not to claim: programs open links too"
    home = client.post(f"{found[1]}claim/", follow=True).content.decode()
    assert "Welcome home" in home and "Posts here are by" in home
    shown = Client().get(topic.url).content.decode()
    assert shown.count('Now <a href="/members/') == 2, "the post with another address is another's"
    assert set(Post.objects.filter(ghost=olga).values_list("author", "author_name")) == {
        (None, "Olga")
    }
    profile = client.get(user_of(cast.max).url).content.decode()
    assert "Has also written as" in profile and "That was not me" in profile
    assert "That was not me" not in Client().get(user_of(cast.max).url).content.decode()


def test_undone_or_given_back_nothing_is_left(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    token = asked(cast.max, olga)
    before = {name: rows for name, rows in everything().items() if "mailproof" not in name}
    done = actions.claim_by_mail(cast.max, token)
    assert done.batch is not None
    undoing.undo(cast.ada, done.batch.pk)
    after = {name: rows for name, rows in everything().items() if "mailproof" not in name}
    assert not differences(before, after)
    assert "Now <a" not in client.get(topic.url).content.decode()

    actions.claim_by_mail(cast.max, asked(cast.max, olga))
    with pytest.raises(NotFound):
        actions.let_go(cast.mona, Claim.objects.get().pk)
    client.force_login(user_of(cast.max))
    client.post(f"/claims/{Claim.objects.get().pk}/let-go/")
    assert not Claim.objects.exists()
    given_back = Batch.objects.get(kind="ghosts.let-go")
    undoing.undo(cast.ada, given_back.pk)
    assert Claim.objects.get().user_id == cast.max.user_id


def test_two_who_shared_a_name_are_told_apart_by_their_addresses(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    actions.claim_by_mail(cast.max, asked(cast.max, olga))
    actions.claim_by_mail(cast.nina, asked(cast.nina, olga, "other@old.example"))
    page = client.get(topic.url).content.decode()
    assert page.count('dir="auto">Max</a></p>') == 2
    assert page.count('dir="auto">Nina</a></p>') == 1


# Ways to steal a ghost


def is_nobodys(ghost: Ghost) -> bool:
    return not Claim.objects.filter(ghost=ghost).exists()


def test_a_link_is_good_for_one_use(cast: Cast, olga: Ghost) -> None:
    token = asked(cast.max, olga)
    actions.claim_by_mail(cast.max, token)
    actions.let_go(cast.max, Claim.objects.get().pk)
    with pytest.raises(Refused, match="used already"):
        actions.claim_by_mail(cast.max, token)
    assert is_nobodys(olga)


def test_a_link_is_for_whoever_asked_for_it(cast: Cast, olga: Ghost, client: Client) -> None:
    token = asked(cast.max, olga)
    for thief in (cast.nina, cast.ada):
        with pytest.raises(Refused, match="another member"):
            actions.claim_by_mail(thief, token)
    with pytest.raises(Refused, match="Sign in"):
        actions.claim_by_mail(cast.guest, token)
    client.force_login(user_of(cast.nina))
    assert "Yes, I wrote them" not in client.get(f"/come-home/{token}/").content.decode()
    assert client.post(f"/come-home/{token}/claim/").status_code == 403
    assert is_nobodys(olga)


def test_a_link_grows_old(cast: Cast, olga: Ghost) -> None:
    token = asked(cast.max, olga)
    MailProof.objects.update(sent_at=now() - timedelta(hours=49))
    with pytest.raises(Refused, match="48 hours"):
        actions.claim_by_mail(cast.max, token)
    assert is_nobodys(olga)


@pytest.mark.parametrize(
    "forge",
    [lambda t: t[:-1] + "x", lambda t: f"{t}1", lambda t: t.replace(":", ".", 1), str.swapcase],
)
def test_a_forged_link_leads_nowhere(cast: Cast, olga: Ghost, forge: Callable[[str], str]) -> None:
    with pytest.raises(NotFound):
        actions.claim_by_mail(cast.max, forge(asked(cast.max, olga)))
    assert is_nobodys(olga)


@pytest.mark.parametrize(
    "address",
    [
        "max@example.org",
        "olga@old.example.org",
        "olga@\N{CYRILLIC SMALL LETTER O}ld.example",
        "olga+x@old.example",
        "%@old.example",
        "other@elsewhere.example",
    ],
)
def test_only_the_very_address_on_the_posts_is_written_to(
    cast: Cast, olga: Ghost, address: str
) -> None:
    """One's own, look-alikes, and what a database might take for a pattern."""
    assert asked(cast.max, olga, address) == ""
    assert MailProof.objects.get().sent_at is None


def test_the_page_does_not_tell_whether_an_address_is_right(
    cast: Cast, olga: Ghost, client: Client
) -> None:
    client.force_login(user_of(cast.max))
    answers = []
    for address in (ADDRESS, "nobody@old.example"):
        answer = client.post(f"/ghosts/{olga.pk}/claim/mail/", {"mail": address})
        answers.append((answer.status_code, answer.headers["Location"]))
    assert answers[0] == answers[1]


def test_what_another_has_shown_to_be_theirs_is_not_to_be_had(cast: Cast, olga: Ghost) -> None:
    """Two members who read the same mail: the first has it, and the second is sent to people."""
    first, second = asked(cast.max, olga), asked(cast.nina, olga, "OLGA@OLD.example")
    actions.claim_by_mail(cast.max, first)
    with pytest.raises(Refused, match="write to an administrator"):
        actions.claim_by_mail(cast.nina, second)
    assert Claim.objects.get().user_id == cast.max.user_id


def test_an_address_that_is_not_on_the_posts_any_more_proves_nothing(
    cast: Cast, olga: Ghost
) -> None:
    token = asked(cast.max, olga)
    Post.objects.filter(ghost=olga).update(author_mail="new@old.example")
    with pytest.raises(Refused, match="no such posts"):
        actions.claim_by_mail(cast.max, token)
    assert is_nobodys(olga)


def test_a_link_for_one_ghost_is_none_for_another(cast: Cast, olga: Ghost, topic: Topic) -> None:
    other = say(cast, topic, "\N{CYRILLIC CAPITAL LETTER O}lga", "thief@old.example").ghost
    assert other is not None
    actions.claim_by_mail(cast.nina, asked(cast.nina, other, "thief@old.example"))
    assert Claim.objects.get().ghost_id == other.pk != olga.pk
    assert is_nobodys(olga)


def test_whoever_is_shut_out_claims_nothing(cast: Cast, olga: Ghost, client: Client) -> None:
    with pytest.raises(Refused):
        actions.ask_by_mail(cast.boris, olga.pk, ADDRESS)
    token = asked(cast.max, olga)
    thief = user_of(cast.max)
    thief.banned_at = now()
    thief.save()
    with pytest.raises(Refused, match="closed"):
        actions.claim_by_mail(actors.member(thief), token)
    client.force_login(user_of(cast.boris))
    client.post(f"/ghosts/{olga.pk}/claim/mail/", {"mail": ADDRESS})
    client.force_login(thief)
    client.post(f"/come-home/{token}/claim/")
    assert is_nobodys(olga) and MailProof.objects.count() == 1


def test_a_ghost_that_one_cannot_see_looks_absent(
    cast: Cast, places: Places, client: Client
) -> None:
    hidden = factories.make_topic(cast.ada, places.staff_room, "Secret")
    ghost = Ghost.objects.create(name="Vera", name_key="vera", origin=Ghost.Origin.OLD_GUEST)
    Post.objects.filter(topic=hidden).update(author=None, ghost=ghost, author_mail=ADDRESS)
    client.force_login(user_of(cast.max))
    for number in (ghost.pk, ghost.pk + 1000):
        assert client.get(f"/ghosts/{number}/claim/").status_code == 404
        with pytest.raises(NotFound):
            actions.ask_by_mail(cast.max, number, ADDRESS)


def test_nobody_asks_or_is_written_to_without_end(cast: Cast, olga: Ghost) -> None:
    for actor in (cast.max, cast.nina, cast.mona):
        assert asked(actor, olga)
    assert asked(cast.dora, olga) == "", "three letters a day reach an address, whoever asks"
    for _ in range(4):
        asked(cast.max, olga)
    with pytest.raises(Refused, match="tomorrow"):
        asked(cast.max, olga)


def test_other_pages_cannot_send_our_forms(cast: Cast, olga: Ghost) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(cast.max))
    token = asked(cast.max, olga)
    for address in (f"/ghosts/{olga.pk}/claim/mail/", f"/come-home/{token}/claim/"):
        assert client.post(address, {"mail": ADDRESS}).status_code == 403
        assert client.get(address).status_code == 405
    assert is_nobodys(olga)
