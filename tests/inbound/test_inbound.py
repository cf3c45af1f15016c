"""Mails that come in, from their bytes to the post, and whatever somebody may try with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client, override_settings

from areopagus.accounts import bans, mail_trouble, return_addresses
from areopagus.accounts.actions import letter_came_back
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, Group, MailTrouble, User
from areopagus.boards import actions, options
from areopagus.boards.models import HeldWriting, Post, Topic
from areopagus.core import return_addresses as signed
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.core.verdict import TooSoon
from areopagus.inbound import mailbox
from areopagus.inbound.actions import take
from areopagus.inbound.models import Mail
from areopagus.inbound.parsing import parse
from areopagus.notifications import tasks
from areopagus.notifications.models import Notice
from tests import factories
from tests.conftest import Cast, user_of
from tests.inbound.imap import Box
from tests.inbound.imap import mailbox as a_mailbox

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-more-than-thirty-two-characters"
Outcome = Mail.Outcome


@pytest.fixture(autouse=True)
def _mailbox_of_the_board() -> Iterator[None]:
    with override_settings(
        SITE_URL="https://board.example",
        DEFAULT_FROM_EMAIL="board@board.example",
        INBOUND_MAIL="board@board.example",
    ):
        yield


@pytest.fixture
def question(cast: Cast, topic: Topic) -> Post:
    post = factories.make_post(cast.ada, topic, "What do you think?")
    rest(cast.max)
    return post


def rest(actor: Actor) -> None:
    """Their last post is long ago."""
    User.objects.filter(pk=actor.member_id).update(last_post_at=now() - timedelta(hours=1))


def address_for(actor: Actor, post: Post) -> str:
    return return_addresses.for_answers(actor.member_id, post.pk)


def a_mail(to: str, text: str = "I agree.", **headers: str) -> bytes:
    message = EmailMessage()
    said = {"From": "Max <max@example.org>", "To": to, "Message-ID": "<1@max.example>"}
    for name, value in (said | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def told(index: int = -1) -> str:
    """The letter that went out, once all jobs are done."""
    while work_once("tests"):
        pass
    return str(mail.outbox[index].body)


def last_post(topic: Topic) -> Post:
    found: Post = Post.objects.filter(topic=topic).order_by("-number")[0]
    return found


def test_an_answer_becomes_a_post_and_only_once(cast: Cast, topic: Topic, question: Post) -> None:
    raw = a_mail(
        address_for(cast.max, question),
        "I agree.\n\nOn 3 May 2019 Ada wrote:\n> What do you think?\n",
    )
    first, again = take(raw), take(raw)
    assert first is not None and first == again and first.outcome == Outcome.PUBLISHED
    post = last_post(topic)
    assert (post.author_id, post.source, post.number) == (
        cast.max.user_id,
        "I agree.",
        question.number + 1,
    )
    Mail.objects.all().delete()
    assert take(raw) is not None
    assert last_post(topic) == post, "also when the process ended before it was noted"


def test_another_mail_to_the_same_address_is_another_answer(
    cast: Cast, topic: Topic, question: Post
) -> None:
    address = address_for(cast.max, question)
    take(a_mail(address, "One."))
    rest(cast.max)
    take(a_mail(address, "Two.", Message_ID="<2@max.example>"))
    assert [p.source for p in topic.posts.order_by("-number")[:2]] == ["Two.", "One."]


def test_mail_servers_may_fold_the_case(cast: Cast, topic: Topic, question: Post) -> None:
    take(a_mail(address_for(cast.max, question).upper()))
    assert last_post(topic).author_id == cast.max.user_id


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "Boris <boris@example.org>"},
        {"From": ""},
        {"Authentication_Results": "mx.board.example; dmarc=fail header.from=example.org"},
        {
            "Authentication_Results": "mx.board.example;"
            + " dkim=pass (good signature) header.d=evil.example;" * 40
            + " dmarc=fail header.from=example.org"
        },
    ],
)
def test_a_forged_sender_is_refused_and_the_member_told_once_a_day(
    cast: Cast, topic: Topic, question: Post, headers: dict[str, str]
) -> None:
    before = last_post(topic)
    for number in range(3):
        done = take(a_mail(address_for(cast.max, question), Message_ID=f"<{number}@x>", **headers))
        assert done is not None and done.outcome == Outcome.REFUSED
    assert last_post(topic) == before
    assert "not the address of your account" in told()
    letters = [letter for letter in mail.outbox if "not published" in letter.subject]
    assert [letter.to for letter in letters] == [["max@example.org"]]


@pytest.mark.parametrize("change", ["mac", "user", "post", "kind", "nobody"])
def test_an_invented_address_is_nobodys(
    cast: Cast, topic: Topic, question: Post, change: str
) -> None:
    local, _, host = address_for(cast.max, question).partition("@")
    kind, user, post, day, mac = local.removeprefix("board+").split("-")
    other = signed._digits(cast.mona.member_id)
    parts = {
        "mac": [kind, user, post, day, mac[:-1] + ("a" if mac[-1] != "a" else "b")],
        "user": [kind, other, post, day, mac],
        "post": [kind, user, "1", day + "1", mac],
        "kind": ["r", user, post, day, mac],
        "nobody": [],
    }[change]
    before = last_post(topic)
    assert take(a_mail(f"board+{'-'.join(parts)}@{host}")) is None
    assert last_post(topic) == before and not Mail.objects.exists()


def test_what_may_not_be_read_cannot_be_answered(cast: Cast, secret_topic: Topic) -> None:
    question = factories.make_post(cast.ada, secret_topic, "Ssh.")
    done = take(a_mail(address_for(cast.max, question), "Let me in."))
    assert done is not None and done.outcome == Outcome.REFUSED
    letter = told()
    assert (
        "may not read it" in letter and "Let me in." in letter and secret_topic.title not in letter
    )


def test_a_locked_topic_gives_the_words_back(cast: Cast, topic: Topic, question: Post) -> None:
    actions.lock_topics(cast.ada, [topic.pk], "Enough")
    take(a_mail(address_for(cast.max, question), "Too late."))
    letter = told()
    assert "locked" in letter and "Too late." in letter


def test_a_ban_of_names_like_theirs_holds_for_mails_too(
    cast: Cast, topic: Topic, question: Post
) -> None:
    Ban.objects.create(name="Max*", made_at=now())
    bans.forget()
    done = take(a_mail(address_for(cast.max, question)))
    assert done is not None and done.outcome == Outcome.REFUSED
    assert last_post(topic) == question


@pytest.mark.parametrize("state", ["banned_at", "quarantined_at"])
def test_who_is_shut_out_cannot_answer(
    cast: Cast, topic: Topic, question: Post, state: str
) -> None:
    User.objects.filter(pk=cast.max.member_id).update(**{state: now()})
    done = take(a_mail(address_for(cast.max, question)))
    assert done is not None and done.outcome == Outcome.REFUSED


def test_an_answer_that_needs_a_moderator_waits_once(
    cast: Cast, topic: Topic, question: Post
) -> None:
    Group.objects.filter(pk=cast.max.group.pk).update(writes_on_approval=True)
    raw = a_mail(address_for(cast.max, question), "Please look.")
    for _ in range(2):
        done = take(raw)
        assert done is not None and done.outcome == Outcome.HELD
        Mail.objects.all().delete()
    assert HeldWriting.objects.get().source == "Please look."
    assert not topic.posts.filter(source="Please look.").exists()


def test_an_old_address_is_over(cast: Cast, topic: Topic, question: Post) -> None:
    address = address_for(cast.max, question)
    with time_machine.travel(now() + timedelta(days=61)):
        done = take(a_mail(address))
    assert done is not None and "two months" in done.reason


def test_who_writes_too_fast_is_taken_later(cast: Cast, topic: Topic, question: Post) -> None:
    factories.make_post(cast.max, topic, "Just now.")
    raw = a_mail(address_for(cast.max, question), "And more.")
    with pytest.raises(TooSoon):
        take(raw)
    with time_machine.travel(now() + timedelta(minutes=5)):
        take(raw)
    assert last_post(topic).source == "And more."


def test_a_closed_board_takes_it_later(cast: Cast, topic: Topic, question: Post) -> None:
    options.MAINTENANCE.set(True)
    with pytest.raises(TooSoon):
        take(a_mail(address_for(cast.max, question)))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_machines_are_not_answered(
    cast: Cast, topic: Topic, question: Post, headers: dict[str, str]
) -> None:
    before, mails = last_post(topic), len(mail.outbox)
    done = take(a_mail(address_for(cast.max, question), "I am away.", **headers))
    assert done is not None and done.outcome == Outcome.AUTOMATIC
    told(0) if mails else None
    assert last_post(topic) == before and len(mail.outbox) == mails


def test_an_empty_answer_says_so(cast: Cast, topic: Topic, question: Post) -> None:
    take(a_mail(address_for(cast.max, question), "> What do you think?\n"))
    assert "no words of yours" in told()


def test_files_are_left_out_and_named(cast: Cast, topic: Topic, question: Post) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "max@example.org", address_for(cast.max, question)
    message["Message-ID"] = "<with-files@max.example>"
    message.set_content("Look at this.")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="rover.jpg")
    message.add_attachment(
        b"%PDF",
        maintype="application",
        subtype="pdf",
        filename="plan\r\nBcc: x.pdf".replace("\r\n", " "),
    )
    take(message.as_bytes())
    assert last_post(topic).source == "Look at this."
    letter = told()
    assert "rover.jpg" in letter and last_post(topic).url in letter


def test_flowed_lines_are_joined_and_html_alone_is_read(cast: Cast) -> None:
    flowed = EmailMessage()
    flowed.set_content(
        "A line that \nthe screen has broken.\nAnother.\n", params={"format": "flowed"}
    )
    assert parse(flowed.as_bytes()).text.rstrip() == "A line that the screen has broken.\nAnother."
    html = EmailMessage()
    html.set_content(
        "<style>p{}</style><p>Yes &amp; no.</p><script>alert(1)</script><div>More</div>"
        "<blockquote>What?</blockquote>",
        subtype="html",
    )
    assert parse(html.as_bytes()).text.split() == ["Yes", "&", "no.", "More"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"From: a\xff@b\nTo: <<<<\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
        b"From: "
        + b"(" * 5_000
        + b"\nTo: "
        + b"(" * 5_000
        + b"\nMessage-ID: "
        + b"(" * 5_000
        + b"\n\nx",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)
        ),
        b"Subject: =?utf-8?q?=?=\nFrom: \"\nContent-Disposition: attachment; filename*=utf-8''%ff\n\nx",
    ],
)
def test_garbage_is_for_a_person_and_breaks_nothing(raw: bytes) -> None:
    assert take(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"To: " + b'"' * 400_000 + b"\n\nx",
        b"From: " + b"a " * 400_000 + b"\n\nx",
        b"Content-Type: text/plain; " + b"a=b; " * 100_000 + b"\n\nx",
        b"Content-Type: text/html\n\n" + b"<a b='" * 200_000,
        b"Content-Type: text/html\n\n" + b"<!--" * 300_000,
        b"Content-Type: text/plain; charset=punycode\n\n" + b"ab-c" * 400_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b" \n" * 800_000,
    ],
)
def test_a_hostile_mail_takes_no_time(raw: bytes) -> None:
    assert take(raw) is None


def returned(to: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {to}\nMessage-ID: <{status}.{action}@mx>\nAuto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; max@example.org\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 no such <b>user</b>\n\n--b--\n"
    ).encode()


def test_a_letter_that_comes_back_stops_the_mail_until_the_member_says_so(
    cast: Cast, topic: Topic
) -> None:
    user = user_of(cast.max)
    assert mail_trouble.trouble_of(user) is None
    take(returned(return_addresses.for_returns(user.pk)))
    assert mail_trouble.trouble_of(user) == "550 no such <b>user</b>"
    client = Client()
    client.force_login(user)
    page = client.get("/settings/mail/").content.decode()
    assert "550 no such &lt;b&gt;user&lt;/b&gt;" in page
    assert "comes back" in client.get("/").content.decode()
    assert client.post("/settings/mail/again/", follow=True).status_code == 200
    assert mail_trouble.trouble_of(user) is None
    assert "comes back" not in client.get("/").content.decode()


def test_nobody_is_told_by_mail_while_it_comes_back(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    User.objects.filter(pk=cast.max.member_id).update(last_seen_at=now())
    letter_came_back(cast.max.member_id, said="550 gone", is_for_good=True)
    tasks.tell_of.func([factories.make_post(cast.ada, topic).pk])
    assert Notice.objects.get().mail == "", "on the board only"


def test_a_full_mailbox_stops_it_only_after_the_third_letter_in_a_month(cast: Cast) -> None:
    user = user_of(cast.max)
    for days in (0, 40, 50, 60):
        assert mail_trouble.trouble_of(user) is None
        with time_machine.travel(now() + timedelta(days=days)):
            letter_came_back(user.pk, said="552 full", is_for_good=False)
    assert mail_trouble.trouble_of(user) == "552 full"
    User.objects.filter(pk=user.pk).update(email="new@example.org")
    assert mail_trouble.trouble_of(User.objects.get(pk=user.pk)) is None, (
        "another address is another matter"
    )


@pytest.mark.parametrize(("status", "action"), [("4.4.7", "delayed"), ("2.0.0", "delivered")])
def test_what_is_late_or_delivered_is_no_trouble(cast: Cast, status: str, action: str) -> None:
    take(returned(return_addresses.for_returns(cast.max.member_id), status=status, action=action))
    assert not MailTrouble.objects.exists()


def test_letters_say_where_answers_go_and_who_sends_them(cast: Cast, topic: Topic) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    User.objects.filter(pk=cast.max.member_id).update(last_seen_at=now())
    post = factories.make_post(cast.ada, topic, "Question?")
    rest(cast.max)
    tasks.tell_of.func([post.pk])
    tasks.send.func(Notice.objects.get().pk)
    letter = mail.outbox[-1]
    assert isinstance(letter, EmailMultiAlternatives)
    whole = letter.message()
    assert whole["From"] == "board@board.example" and whole["Reply-To"] == address_for(
        cast.max, post
    )
    assert letter.from_email == return_addresses.for_returns(cast.max.member_id)
    assert str(letter.body).startswith("--- Write your answer above this line. ---")
    take(a_mail(str(whole["Reply-To"]), "Answer."))
    assert last_post(topic).source == "Answer."


@override_settings(INBOUND_MAIL="")
def test_without_a_mailbox_nothing_of_it_is_seen(cast: Cast, topic: Topic) -> None:
    assert return_addresses.for_returns(1) == return_addresses.for_answers(1, 1) == ""
    assert signed.read("+a-1-1-1-aaaaaaaaaaaaaaaa@") is None


@pytest.fixture
def box() -> Iterator[Box]:
    with (
        a_mailbox() as box,
        override_settings(
            IMAP_HOST="127.0.0.1",
            IMAP_PORT=box.port,
            IMAP_SECURITY="none",
            IMAP_USER="u",
            IMAP_PASSWORD="p",
        ),
    ):
        yield box


def test_the_mailbox_is_read_and_what_is_for_a_person_stays(
    cast: Cast, topic: Topic, question: Post, box: Box
) -> None:
    answer = box.put(a_mail(address_for(cast.max, question)))
    letter = box.put(a_mail("board@board.example", "Dear board, …"))
    assert mailbox.read() == 1
    assert answer not in box.mails and box.flags(letter) == {r"\Seen"}
    assert last_post(topic).source == "I agree."
    assert mailbox.read() == 0


def test_a_mail_that_fails_does_not_hold_up_those_behind_it(
    cast: Cast, topic: Topic, question: Post, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = box.put(b"Subject: poison\r\n\r\n")
    answer = box.put(a_mail(address_for(cast.max, question)))

    def dealt_with(raw: bytes) -> Mail | None:
        if b"poison" in raw:
            raise LookupError("poison")
        return take(raw)

    monkeypatch.setattr("areopagus.inbound.actions.take", dealt_with)
    with pytest.raises(LookupError, match="poison"):
        mailbox.read()
    assert answer not in box.mails and box.flags(poison) == set()
    assert last_post(topic).source == "I agree."


@pytest.mark.parametrize(("status", "stops"), [("5.1.1", True), ("5.1.8", False), ("5.7.1", False)])
def test_only_an_address_that_is_not_there_stops_the_mail_at_once(
    cast: Cast, status: str, *, stops: bool
) -> None:
    take(returned(return_addresses.for_returns(cast.max.member_id), status=status))
    assert (mail_trouble.trouble_of(user_of(cast.max)) is not None) == stops


def test_what_has_to_wait_stays_unread(cast: Cast, topic: Topic, question: Post, box: Box) -> None:
    factories.make_post(cast.max, topic, "Just now.")
    number = box.put(a_mail(address_for(cast.max, question)))
    assert mailbox.read() == 0
    assert box.flags(number) == set()


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH"])
def test_a_mail_server_that_says_no_is_tried_again(box: Box, command: str) -> None:
    box.put(b"Subject: x\r\n\r\nx")
    box.says_no_to = command
    for _ in range(3):
        mailbox.look_for_mail.func()
    assert Job.objects.filter(unique_key__endswith=":inbound").count() == 1
    assert work_once("tests")
    job = Job.objects.get(unique_key__endswith=":inbound")
    assert "not today" in job.error and job.given_up_at is None
    box.says_no_to = ""
    assert mailbox.read() == 0 and box.flags(1) == {r"\Seen"}


def test_killed_between_publishing_and_deleting_it_is_one_post(
    cast: Cast, topic: Topic, question: Post, box: Box
) -> None:
    number = box.put(a_mail(address_for(cast.max, question)))
    box.says_no_to = "STORE"
    with pytest.raises(Exception, match="not today"):
        mailbox.read()
    box.says_no_to = ""
    assert mailbox.read() == 1 and number not in box.mails
    assert topic.posts.filter(source="I agree.").count() == 1


def hand_in(raw: bytes, secret: str = SECRET, **query: str) -> Any:
    return Client(enforce_csrf_checks=True).post(
        "/inbound-mail/", raw, content_type="message/rfc822",
        headers={"Authorization": f"Bearer {secret}"}, query_params=query,
    )  # fmt: skip


@override_settings(INBOUND_SECRET=SECRET)
def test_a_mail_server_may_hand_it_in(cast: Cast, topic: Topic, question: Post) -> None:
    address = address_for(cast.max, question)
    assert hand_in(a_mail("undisclosed@example.org"), to=address).status_code == 204
    assert last_post(topic).source == "I agree."
    assert hand_in(a_mail("board@board.example")).status_code == 422
    soon = hand_in(a_mail(address, "More.", Message_ID="<3@x>"))
    assert soon.status_code == 503 and int(soon.headers["Retry-After"]) > 0
    assert hand_in(a_mail(address), secret="wrong").status_code == 404


def test_without_a_secret_nobody_may(cast: Cast, question: Post) -> None:
    assert hand_in(a_mail(address_for(cast.max, question)), secret="").status_code == 404
    assert not Mail.objects.exists()
