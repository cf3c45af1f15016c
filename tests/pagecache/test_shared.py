"""Members of one kind share pages; nobody is ever shown anything of another's, and who is unusual goes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import constants
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.middleware.csrf import _unmask_cipher_token  # type: ignore[attr-defined]
from django.test.utils import CaptureQueriesContext

from areopagus.accounts import actors, bans, readers
from areopagus.accounts.groups import with_role
from areopagus.accounts.mail_trouble import STOPPED
from areopagus.accounts.member_rows import USER_FIELDS
from areopagus.accounts.models import Ban, MailTrouble, Session, User
from areopagus.accounts.sessions import SessionStore
from areopagus.boards import actions, reading_marks, waiting
from areopagus.boards.models import Forum, HeldWriting, ReadMark, Topic
from areopagus.boards.options import MAINTENANCE
from areopagus.core.clock import now
from areopagus.core.sharing import MARK
from areopagus.leaving.models import Farewell
from areopagus.leaving.standing import leaving
from tests import factories
from tests.conftest import Cast, Places, Role
from tests.pagecache.front import Got, knock
from tests.pagecache.reading import SECRET, CountedShared, known_cookie_of, one_connection, plain

pytestmark = pytest.mark.django_db
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
KEYS = re.compile(rb'name="submission" value="([\w-]+)"')
OTHER_SECRET = SECRET[::-1]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    with one_connection():
        yield


@pytest.fixture
def shared(cast: Cast) -> CountedShared:
    return CountedShared(WSGIHandler())


def visiting(name: str, **fields: Any) -> User:
    """A member in the middle of a visit; all of these are of one kind."""
    fields = {"last_seen_at": now(), "last_visit_at": now() - timedelta(days=9)} | fields
    return factories.make_user(name, **fields)


@pytest.fixture
def olga() -> User:
    return visiting("Olga")


@pytest.fixture
def hugo() -> User:
    return visiting("Hugo", registered_at=now() - timedelta(days=50))


def ask(shared: CountedShared, path: str, cookie: str, **more: str) -> Got:
    return knock(shared, path, http_cookie=cookie, **{"http_accept_encoding": "br, gzip"} | more)


def test_members_of_one_kind_share_and_nobody_sees_anothers(
    shared: CountedShared, olga: User, hugo: User, places: Places, topic: Topic
) -> None:
    cookies = {olga: known_cookie_of(olga), hugo: known_cookie_of(hugo, OTHER_SECRET)}
    actions.subscribe_to_topic(actors.member(olga), topic)
    reading_marks.store({(olga.pk, topic.pk): 1})
    User.objects.filter(pk=olga.pk).update(unread_notices=7)
    for path in ("/", places.missions.url, topic.url):
        for member, other, secret in ((olga, hugo, SECRET), (hugo, olga, OTHER_SECRET)) * 2:
            page = plain(ask(shared, path, cookies[member]))

            assert f'<a href="{member.url}">{member.name}</a>'.encode() in page
            if path != "/":
                # The index names whoever is here.
                assert other.name.encode() not in page
            assert {_unmask_cipher_token(token.decode()) for token in TOKENS.findall(page)} == {
                secret
            }
            is_new = b"Something new in" in page or b'class="tag" href' in page
            assert is_new == (member == hugo and path != topic.url)
            assert (b'value="3" selected' in page) == (member == olga and path == topic.url)
            assert (b"<b><span>7</span>" in page) == (member == olga)
            assert MARK.encode() not in page and str(readers.NOBODY).encode() not in page
    assert shared.answered == 12
    assert len(shared._store) == 3, "One page for both"


def test_each_page_has_keys_of_its_own(shared: CountedShared, olga: User, topic: Topic) -> None:
    cookie = known_cookie_of(olga)
    pages = [plain(ask(shared, topic.url, cookie)) for _ in range(4)]

    assert len({TOKENS.findall(page)[0] for page in pages}) == 4
    assert len({KEYS.findall(page)[0] for page in pages}) == 4


def test_own_posts_have_their_own_buttons(
    shared: CountedShared, olga: User, hugo: User, places: Places
) -> None:
    topic = factories.make_topic(actors.member(olga), places.missions, "By Olga")
    pages = {
        member: plain(ask(shared, topic.url, known_cookie_of(member))) for member in (olga, hugo)
    }

    assert [b"/edit/" in page for page in pages.values()] == [True, False]
    assert shared.answered == 2


@pytest.mark.parametrize("path", ["/", "forum", "topic"])
def test_a_shared_page_asks_little(
    shared: CountedShared, olga: User, places: Places, topic: Topic, path: str
) -> None:
    address = {"forum": places.missions.url, "topic": topic.url}.get(path, path)
    ask(shared, address, cookie := known_cookie_of(olga))
    with CaptureQueriesContext(connection) as asked:
        ask(shared, address, cookie)

    assert len(asked) <= 4
    # One is a union, which PostgreSQL has in parentheses.
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in asked.captured_queries)


def test_reading_is_noted(shared: CountedShared, olga: User, topic: Topic) -> None:
    ask(shared, topic.url, known_cookie_of(olga))
    reading_marks.write_now()

    assert ReadMark.objects.get(user=olga, topic=topic).number == topic.last_number
    assert not ReadMark.objects.exclude(user=olga).exists()


# Who goes in


def silenced(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(silenced_at=now())


def warned(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(warned_at=now())


def banned(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(banned_at=now())


def quarantined(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(quarantined_at=now())


def begins_a_visit(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(last_seen_at=now() - timedelta(hours=1))


def is_staff(olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(group=with_role(Role.MODERATORS))


def has_another_password(olga: User) -> None:
    olga.set_password("another one entirely")
    olga.save()


def has_a_message(olga: User) -> None:
    session = SessionStore(Session.objects.get(member=olga).session_key)
    session["_messages"] = f'[["__json_message", 0, {constants.INFO}, "Done."]]'
    session.save()


def has_a_name_that_is_banned(olga: User) -> None:
    Ban.objects.create(name="Olg*", made_at=now())
    bans.forget()


def comes_from_an_address_that_is_banned(olga: User) -> None:
    Ban.objects.create(addresses="203.0.113.7", made_at=now())
    bans.forget()


def gets_no_mail(olga: User) -> None:
    at = {"first_at": now(), "last_at": now(), "stopped_at": now()}
    MailTrouble.objects.create(user=olga, address=olga.email, said="No such box", **at)
    STOPPED.forget()


def is_about_to_leave(olga: User) -> None:
    at = now()
    Farewell.objects.create(user=olga, asked_at=at, due_at=at + timedelta(days=14))
    leaving.forget()


def has_something_waiting(olga: User) -> None:
    forum = Forum.objects.get(name="Missions")
    HeldWriting.objects.create(
        author=olga, author_name="Olga", forum=forum, source="Hm.", held_at=now()
    )
    waiting.forget()


def finds_the_board_closed(olga: User) -> None:
    MAINTENANCE.set(True)


@pytest.mark.parametrize(
    "becomes",
    [
        silenced,
        warned,
        banned,
        quarantined,
        begins_a_visit,
        is_staff,
        has_another_password,
        has_a_message,
        has_a_name_that_is_banned,
        comes_from_an_address_that_is_banned,
        gets_no_mail,
        is_about_to_leave,
        has_something_waiting,
        finds_the_board_closed,
    ],
)
def test_who_is_unusual_goes_in(
    shared: CountedShared, olga: User, topic: Topic, becomes: Callable[[User], None]
) -> None:
    cookie = known_cookie_of(olga)
    usual = ask(shared, topic.url, cookie)
    becomes(olga)
    unusual = ask(shared, topic.url, cookie)

    assert shared.answered == 1
    # And the house has something else to say, but when only a visit begins.
    assert TOKENS.sub(b"", plain(usual)) != TOKENS.sub(b"", unusual.body)


@pytest.mark.parametrize(
    "asked",
    [
        {"http_accept_encoding": "br"},
        {"query_string": "a=b"},
        {"method": "HEAD"},
        {"method": "POST"},
        {"http_x_fragment": "true"},
        {"http_authorization": "Basic eDp5"},
        {"http_cookie": "session=0123456789abcdefghijklmnopqrstuv"},
        {"http_cookie": "messages=hm"},
        {"http_cookie": "csrf=short"},
        {"path": "/topics/1/"},
        {"path": "/settings/"},
        {"path": "/nowhere/"},
    ],
)
def test_what_is_unusual_goes_in(
    shared: CountedShared, olga: User, topic: Topic, asked: dict[str, str]
) -> None:
    cookie = (
        f"{known_cookie_of(olga)}; {asked.pop('http_cookie')}"
        if "http_cookie" in asked
        else known_cookie_of(olga)
    )
    path = asked.pop("path", topic.url)
    ask(shared, path, cookie, **asked)

    assert shared.answered == 0


def test_every_field_of_a_member_is_of_a_kind_or_their_own() -> None:
    """A new field: does it change what its owner is shown of others? Then it makes a kind; else it is theirs alone."""
    assert sorted((*readers.OF_A_KIND, *readers.OWN)) == sorted(USER_FIELDS)
