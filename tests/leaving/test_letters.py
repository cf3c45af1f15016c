"""Letters that are on their way when somebody leaves: theirs go, and nobody else's."""

from __future__ import annotations

from areopagus.accounts import tasks as accounts
from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.inbound import tasks as inbound
from areopagus.inbound.models import Mail
from areopagus.moderation import tasks as moderation
from tests.conftest import Cast
from tests.leaving.conftest import MAIL, NAME, erase

WORDS = "Some words."


def mail_of(user_id: int, pk: int | None = None) -> int:
    return Mail.objects.create(
        pk=pk, key=f"of {user_id}", came_at=now(), outcome=Mail.Outcome.REFUSED, user_id=user_id
    ).pk


def words_on_their_way() -> list[str]:
    waiting = Job.objects.filter(finished_at=None).order_by("pk")
    return [job.task.rpartition(".")[2] for job in waiting if WORDS in str(job.arguments)]


def test_theirs_go(cast: Cast, zebedee: Actor) -> None:
    me, max_ = zebedee.member_id, cast.max.member_id
    accounts.send_letter.enqueue(me, max_, "Hello", WORDS, "1")
    accounts.send_letter.enqueue(max_, me, "Hello", WORDS, "2")
    accounts.tell_name.enqueue(me, f"{NAME}. {WORDS}")
    moderation.tell_decision.enqueue(me, "Warned", WORDS)
    mail = mail_of(me)
    inbound.give_back.enqueue(mail, WORDS)
    inbound.say_what_was_left_out.enqueue(mail, 1, [WORDS])
    assert len(words_on_their_way()) == 6
    erase(zebedee)
    assert words_on_their_way() == []


def test_anothers_stay(cast: Cast, zebedee: Actor) -> None:
    """Also where another thing has the number of the member who leaves."""
    me, max_, mona = zebedee.member_id, cast.max.member_id, cast.mona.member_id
    accounts.send_letter.enqueue(max_, mona, "Hello", WORDS, "1")
    moderation.tell_decision.enqueue(max_, "Warned", WORDS)
    inbound.give_back.enqueue(mail_of(max_, pk=me), WORDS)
    inbound.say_what_was_left_out.enqueue(me, me, [WORDS])
    erase(zebedee)
    assert words_on_their_way() == [
        "send_letter",
        "tell_decision",
        "give_back",
        "say_what_was_left_out",
    ]


def test_what_a_mail_server_said_of_their_address_goes(cast: Cast, zebedee: Actor) -> None:
    accounts.tell_password.enqueue(cast.max.member_id, wanted=True)
    Job.objects.update(error=f"SMTPRecipientsRefused: {MAIL.upper()}", given_up_at=now())
    erase(zebedee)
    assert not Job.objects.exclude(error="").exists()
