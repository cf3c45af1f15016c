"""Messages to browsers: locked as the standards say, to nobody who made an address up, and no word too many."""

from __future__ import annotations

import stat
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client, override_settings
from pytest_django import Settings

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Session
from areopagus.boards import options, reading_marks
from areopagus.boards.models import Topic
from areopagus.core import internet
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.core.verdict import NotFound, Refused
from areopagus.notifications import wishes
from areopagus.notifications.models import Notice, PushSubscription
from areopagus.notifications.push import actions, endpoints, keys, sending, tasks
from areopagus.notifications.push.encryption import encrypted
from areopagus.notifications.push.tasks import push
from areopagus.notifications.tasks import LATER
from tests import factories
from tests.conftest import Cast, user_of
from tests.notifications.push_service import Browser, Service, claims_of, serving

pytestmark = pytest.mark.django_db(transaction=True)
BROWSER = Browser()


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("push")) as service:
        yield service


@pytest.fixture
def service(running: Service, settings: Settings) -> Service:
    running.asked.clear()
    running.answers.clear()
    settings.SITE_URL = "https://board.example"
    settings.PUSH_TO_LOOPBACK, settings.PUSH_AUTHORITIES = True, str(running.authority)
    return running


def session_of(actor: Actor) -> str:
    browser = Client()
    browser.force_login(user_of(actor))
    return str(browser.session.session_key)


def subscribe(actor: Actor, service: Service, address: str = "") -> PushSubscription:
    actions.subscribe(actor, session_of(actor), address or service.address, *BROWSER.said())
    return PushSubscription.objects.latest("pk")


def work() -> None:
    while work_once("test"):
        pass


def test_a_message_is_locked_as_in_the_example_of_the_standard() -> None:
    """RFC 8291, appendix A."""
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    body = encrypted(
        b"When I grow up, I want to be a watermelon",
        raw(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        raw("BTBZMqHH6r4Tts7J_aSIgg"),
        own=ec.derive_private_key(number, ec.SECP256R1()),
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == raw(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
        "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_boards_key_is_made_once_and_nobody_elses(settings: Settings, tmp_path: Path) -> None:
    settings.BOARD = tmp_path
    first = keys.public_key()
    keys._read.cache_clear()
    assert keys.public_key() == first and len(raw(first)) == 65
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE]


def test_what_a_killed_process_left_is_in_nobodys_way(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BOARD = tmp_path

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("os.link", killed)
        patch.setattr("pathlib.Path.unlink", killed)
        keys.public_key()
    assert len(list(tmp_path.iterdir())) == 1
    assert len(raw(keys.public_key())) == 65


def test_whoever_subscribed_is_told(cast: Cast, topic: Topic, service: Service) -> None:
    subscribe(cast.nina, service)
    post = factories.make_post(cast.ada, topic, "Hello @Nina, a word in private?")
    work()
    ((path, headers, body),) = service.asked
    assert path == "/send/abc?d=1" and headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    claims, key = claims_of(headers["Authorization"])
    assert claims["aud"] == f"https://127.0.0.1:{service.port}" and key == keys.public_key()
    assert claims["sub"] == "https://board.example"
    said = BROWSER.read(body)
    notice = Notice.objects.get(post=post)
    assert said["body"] == f"Ada has mentioned you: “{topic.title}”"
    assert (said["url"], said["tag"]) == (f"/notices/{notice.pk}/", f"notice-{notice.pk}")
    assert "private" not in str(said)


def test_of_what_guests_may_not_read_nothing_is_said(
    cast: Cast, secret_topic: Topic, service: Service
) -> None:
    subscribe(cast.mona, service)
    factories.make_post(cast.ada, secret_topic, "@Mona, look.")
    work()
    ((_, _, body),) = service.asked
    said = BROWSER.read(body)
    assert said["body"] == sending.DISCREET and secret_topic.title not in str(said)


def test_who_may_not_read_it_or_has_read_it_or_wants_no_more_is_not_told(
    cast: Cast, topic: Topic, secret_topic: Topic, service: Service
) -> None:
    browser = subscribe(cast.nina, service)
    factories.make_post(cast.ada, secret_topic, "@Nina?")
    work()
    assert service.asked == []
    post = factories.make_post(cast.ada, topic, "@Nina!")
    work()
    assert len(service.asked) == 1
    notice = Notice.objects.get(post=post)
    reading_marks.note(cast.nina, topic.pk, post.number)
    sending.push(notice.pk, browser.pk)
    reading_marks.forget_old()
    wishes.change(cast.nina.member_id, {"mention": {"push": ""}})
    sending.push(notice.pk, browser.pk)
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_browser_that_is_gone_is_forgotten(
    cast: Cast, topic: Topic, service: Service, status: int
) -> None:
    subscribe(cast.nina, service)
    service.answers = [status]
    factories.make_post(cast.ada, topic, "@Nina!")
    work()
    assert len(service.asked) == 1 and not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_service_that_is_busy_is_asked_again(
    cast: Cast, topic: Topic, service: Service, status: int
) -> None:
    browser = subscribe(cast.nina, service)
    post = factories.make_post(cast.ada, topic, "@Nina!")
    Notice.objects.all().delete()
    notice = Notice.objects.create(
        user=user_of(cast.nina), post=post, kind="mention", made_at=post.posted_at, on_board=True
    )
    service.answers = [status]
    with pytest.raises(endpoints.Unreachable):
        sending.push(notice.pk, browser.pk)
    sending.push(notice.pk, browser.pk)
    assert len(service.asked) == 2 and PushSubscription.objects.exists()


def test_a_service_that_puts_everybody_off_is_not_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "SECONDS", 0.5)
    service.answers, began = [100], time.monotonic()
    with pytest.raises(endpoints.Unreachable):
        endpoints.send(service.address, b"", {})
    assert time.monotonic() - began < 3


def test_messages_hold_up_nothing_else() -> None:
    assert push.priority == LATER


def test_nobody_is_followed_elsewhere(cast: Cast, topic: Topic, service: Service) -> None:
    subscribe(cast.nina, service)
    service.answers = [302]
    factories.make_post(cast.ada, topic, "@Nina!")
    work()
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example/",
        "https://127.0.0.1/",
        "https://10.0.0.7/x",
        "https://[::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://169.254.169.254/latest/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
        "https://push.example:8443/",
        "https://max@push.example/",
        "https:///x",
        "https://push.example/ x",
        "https://push.example/#x",
        "https://[push/",
        "file:///etc/passwd",
        "https://push.example/" + "x" * 1000,
        "https://" + "x" * 64 + ".example/",
        "https://push..example/",
        "",
    ],
)
def test_made_up_addresses_are_refused(cast: Cast, settings: Settings, address: str) -> None:
    settings.SITE_URL = "https://board.example"
    with pytest.raises(Refused, match="cannot use"):
        actions.subscribe(cast.nina, "x", address, *BROWSER.said())


@pytest.mark.parametrize("found", ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254"])
def test_a_name_that_leads_inside_is_not_asked(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    settings.SITE_URL = "https://board.example"
    actions.subscribe(cast.nina, "x", "https://push.example/x", *BROWSER.said())
    told = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", (found, 443))]
    monkeypatch.setattr(internet, "getaddrinfo", lambda *_, **__: told)
    with pytest.raises(endpoints.Unfit):
        endpoints.send("https://push.example/x", b"", {})


def test_a_service_that_cannot_prove_its_name_gets_nothing(service: Service) -> None:
    with override_settings(PUSH_AUTHORITIES=""), pytest.raises(endpoints.Unreachable):
        endpoints.send(service.address, b"", {})
    assert service.asked == []


@pytest.mark.parametrize("point", ["", "x", "BAAA", "B" * 87, "ä"])
def test_what_is_no_key_is_refused(cast: Cast, service: Service, point: str) -> None:
    with pytest.raises(Refused):
        actions.subscribe(cast.nina, "x", service.address, point, BROWSER.said()[1])
    with pytest.raises(Refused):
        actions.subscribe(cast.nina, "x", service.address, BROWSER.said()[0], point)


def test_a_browser_is_of_one_member_and_a_member_has_few(cast: Cast, service: Service) -> None:
    subscribe(cast.nina, service)
    subscribe(cast.max, service)
    assert [*PushSubscription.objects.values_list("user", flat=True)] == [cast.max.user_id]
    for number in range(actions.MOST + 3):
        subscribe(cast.max, service, f"https://push.example/{number}")
    left = PushSubscription.objects.filter(user=cast.max.user)
    assert left.count() == actions.MOST and not left.filter(endpoint=service.address).exists()


def test_the_page(client: Client, cast: Cast, service: Service) -> None:
    assert client.get("/settings/push/").status_code == 403
    client.force_login(user_of(cast.nina))
    page = client.get("/settings/push/").text
    assert f'data-key="{keys.public_key()}"' in page and "takes a browser with JavaScript" in page
    point, secret = BROWSER.said()
    said = {"endpoint": service.address, "point": point, "secret": secret}
    page = client.post("/settings/push/subscribe/", said, follow=True).text
    assert "you are told in this browser" in page and "A browser told by 127.0.0.1" in page
    mine = PushSubscription.objects.get()
    with pytest.raises(NotFound):
        actions.unsubscribe(cast.max, mine.pk)
    page = client.post(f"/settings/push/{mine.pk}/remove/", follow=True).text
    assert "told no more" in page and not PushSubscription.objects.exists()
    options.INSTALLABLE.set(False)
    assert "sends no push messages" in client.get("/settings/push/").text
    assert client.post("/settings/push/subscribe/", said).status_code == 403


def subscribed(actor: Actor, service: Service) -> Client:
    """Somebody with their browser, which is on their list."""
    browser = Client()
    browser.force_login(user_of(actor))
    point, secret = BROWSER.said()
    said = {"endpoint": service.address, "point": point, "secret": secret}
    assert browser.post("/settings/push/subscribe/", said).status_code == 302
    return browser


def sign_out(browser: Client, _: Actor) -> None:
    browser.post("/sign-out/")


def end_from_elsewhere(browser: Client, actor: Actor) -> None:
    elsewhere = Client()
    elsewhere.force_login(user_of(actor))
    key = browser.session.session_key
    session = UserSession.objects.create(user=actor.user, session_key=key, ip="203.0.113.7")
    elsewhere.post(f"/settings/sessions/{session.pk}/end/")


def set_password_elsewhere(_: Client, actor: Actor) -> None:
    user = user_of(actor)
    user.set_password("another day, another word")
    user.save()


def grow_old(browser: Client, _: Actor) -> None:
    Session.objects.filter(pk=browser.session.session_key).update(expire_date=now())


@pytest.mark.parametrize(
    "end",
    [sign_out, end_from_elsewhere, set_password_elsewhere, grow_old],
    ids=lambda x: x.__name__,
)
def test_whoever_is_not_signed_in_there_any_more_is_not_told_there(
    cast: Cast, topic: Topic, service: Service, end: Callable[[Client, Actor], None]
) -> None:
    browser = subscribed(cast.nina, service)
    end(browser, cast.nina)
    other = Client()
    other.force_login(user_of(cast.nina))
    assert "Your browsers" not in other.get("/settings/push/").text
    factories.make_post(cast.ada, topic, "@Nina!")
    work()
    assert service.asked == [] and not PushSubscription.objects.exists()


def test_each_night_they_are_forgotten(cast: Cast, service: Service) -> None:
    sign_out(subscribed(cast.nina, service), cast.nina)
    subscribe(cast.max, service, "https://push.example/kept")
    tasks.forget_ended_browsers.func()
    assert [one.endpoint for one in PushSubscription.objects.all()] == ["https://push.example/kept"]


def test_in_the_browser_of_whoever_set_the_password_it_goes_on(
    cast: Cast, topic: Topic, service: Service
) -> None:
    user = user_of(cast.nina)
    user.set_password("one day, one word")
    user.save()
    browser = subscribed(cast.nina, service)
    new = "another day, another word"
    said = {"oldpassword": "one day, one word", "password1": new, "password2": new}
    assert browser.post("/settings/password/", said).status_code == 302
    assert "Your browsers" in browser.get("/settings/push/").text
    factories.make_post(cast.ada, topic, "@Nina!")
    work()
    assert len(service.asked) == 1


def test_what_was_chosen_before_stays(cast: Cast, service: Service) -> None:
    chosen = {"mention": {"push": "on"}}
    wishes.change(cast.nina.member_id, chosen)
    subscribe(cast.nina, service)
    assert wishes.said_by([cast.nina.member_id])[cast.nina.member_id] == chosen


def test_in_quiet_hours_it_waits(cast: Cast, topic: Topic, service: Service) -> None:
    at = now().replace(hour=3, minute=10)
    wishes.change(cast.nina.member_id, {}, quiet_from=22, quiet_until=7)
    subscribe(cast.nina, service)
    with time_machine.travel(at, tick=False):
        factories.make_post(cast.ada, topic, "@Nina!")
        work()
        assert service.asked == []
    with time_machine.travel(at.replace(hour=7, minute=1), tick=False):
        work()
        assert len(service.asked) == 1
