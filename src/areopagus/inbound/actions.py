"""What is done with a mail that came in. Done twice with the same mail it is done once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from areopagus.accounts import actors, bans
from areopagus.accounts.actions import letter_came_back
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.accounts.return_addresses import ANSWER, is_over
from areopagus.boards import actions, options, reading_marks
from areopagus.boards.models import Post
from areopagus.boards.pages import default_dialect
from areopagus.boards.permissions import can_see_topic
from areopagus.core import return_addresses
from areopagus.core.clock import now
from areopagus.core.return_addresses import Return
from areopagus.core.verdict import Refused, TooSoon
from areopagus.inbound import parsing, tasks
from areopagus.inbound.answers import answer_in
from areopagus.inbound.models import Mail
from areopagus.inbound.parsing import Incoming

GONE = gettext_noop("The topic you answered is not there any more, or you may not read it.")
FOREIGN = gettext_lazy(
    "Somebody answered from {sender}, which is not the address of your account, so it was not published. "
    "If that was you, answer from the address that you have given the board."
)
# Who sends from a foreign address may want to pester the member with our letters about it.
ONE_LETTER_IN = timedelta(days=1)
MAINTENANCE_SECONDS = 600
# RFC 3463 §3.2 and RFC 7505: no such mailbox, host, or address, moved away, takes no mail. Other reasons may pass.
NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}


def take(raw: bytes, *, to: str = "") -> Mail | None:
    """Deals with a mail; None for one that is not for us, which a person should read.

    `to` is where the mail server says it went, when the mail itself does not. TooSoon: try again
    later.
    """
    try:
        incoming = parsing.parse(raw)
    except parsing.Unreadable:
        return None
    addresses = (to, *incoming.recipients)
    found = next(filter(None, map(return_addresses.read, addresses)), None)
    if found is None:
        return None
    identity = f"{incoming.message_id or hashlib.sha256(raw).hexdigest()}\n{found}"
    key = hashlib.sha256(identity.encode()).hexdigest()
    done = Mail.objects.filter(key=key).first()
    if done is not None:
        return done
    member = User.objects.select_related("group").filter(pk=found.numbers[0]).first()
    if found.kind != ANSWER:
        return _came_back(key, member, incoming)
    return _answer(key, member, found, incoming)


def _came_back(key: str, member: User | None, incoming: Incoming) -> Mail:
    """Also "I am away until Monday" comes to this address, and says nothing about the mailbox."""
    report = incoming.report
    if member is None or report is None:
        return _note(key, Mail.Outcome.AUTOMATIC, member)[0]
    with transaction.atomic():
        mail, is_new = _note(key, Mail.Outcome.RETURNED, member)
        if is_new:
            is_for_good = report.status in NO_SUCH_ADDRESS
            letter_came_back(member.pk, said=report.said or report.status, is_for_good=is_for_good)
    return mail


def _answer(key: str, member: User | None, said: Return, incoming: Incoming) -> Mail:
    if member is None or incoming.is_automatic or incoming.report is not None:
        return _note(key, Mail.Outcome.AUTOMATIC, member)[0]
    if incoming.is_forged or incoming.sender != member.email.lower():
        return _refuse_foreign(key, member, incoming)
    if options.MAINTENANCE.get() and not member.group.is_administrators:
        raise TooSoon("The board is being looked after.", MAINTENANCE_SECONDS)
    try:
        post = _publish(key, member, said, answer_in(incoming.text))
    except TooSoon:
        raise
    except actions.WaitsForApproval:
        # The writer is told what became of it when it is decided.
        return _note(key, Mail.Outcome.HELD, member)[0]
    except Refused as reason:
        return _refuse(key, member, str(reason), incoming)
    with transaction.atomic():
        mail, is_new = _note(key, Mail.Outcome.PUBLISHED, member)
        if is_new and incoming.attachments:
            tasks.say_what_was_left_out.enqueue(
                mail.pk, post.pk, list(incoming.attachments[: tasks.MOST_NAMED])
            )
    return mail


def _publish(key: str, member: User, said: Return, words: str) -> Post:
    """As if written on the board. The key makes one post of it, however often the mail is taken."""
    actor = actors.member(member)
    if member.is_shut_out or not member.is_active or bans.in_the_way_of(member):
        raise Refused(gettext_noop("Your account may not write on the board at present."))
    if is_over(said):
        raise Refused(
            gettext_noop(
                "An answer by mail may take two months; after that, answer in the browser."
            )
        )
    post = Post.objects.select_related("topic").filter(pk=said.numbers[1]).first()
    if post is None or not can_see_topic(actor, post.topic):
        raise Refused(GONE)
    if not words.strip():
        raise Refused(gettext_noop("There were no words of yours in the mail, above the line."))
    draft = actions.Draft(words, default_dialect(actor), submission=uuid5(NAMESPACE_URL, key))
    answer = actions.reply(actor, post.topic, draft)
    # Whoever answers has read what they answer.
    reading_marks.note(actor, answer.topic_id, post.number)
    return answer


def _refuse(key: str, member: User, reason: str, incoming: Incoming) -> Mail:
    """The reason goes back to the writer, and their words with it."""
    with transaction.atomic():
        mail, is_new = _note(key, Mail.Outcome.REFUSED, member, reason)
        if is_new:
            tasks.give_back.enqueue(mail.pk, answer_in(incoming.text))
    return mail


def _refuse_foreign(key: str, member: User, incoming: Incoming) -> Mail:
    """Whoever sent it gets no answer: the address may be forged. The member hears of it, once a day at most."""
    with transaction.atomic():
        lately = Mail.objects.filter(
            user=member, outcome=Mail.Outcome.REFUSED, came_at__gt=now() - ONE_LETTER_IN
        ).exists()
        # It names who sent it, so it is said in their language now.
        with in_language_of(member):
            reason = FOREIGN.format(sender=incoming.sender or gettext("an unknown address"))
        mail, is_new = _note(key, Mail.Outcome.REFUSED, member, reason)
        if is_new and not lately:
            tasks.give_back.enqueue(mail.pk, "")
    return mail


def _note(
    key: str, outcome: Mail.Outcome, member: User | None, reason: str = ""
) -> tuple[Mail, bool]:
    """And whether it is new: two processes may have taken it at the same moment."""
    values = {"came_at": now(), "outcome": outcome, "user": member, "reason": reason}
    return Mail.objects.get_or_create(key=key, defaults=values)
