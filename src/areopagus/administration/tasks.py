"""The letter to somebody whose application was approved."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, gettext_lazy
from django_tasks import task

from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.boards.options import TITLE

TEXT = gettext_lazy("""\
Hello {name},

your application at {board} is accepted: you can take part now.
""")


@task()
def welcome(user_id: int) -> None:
    member = User.objects.filter(pk=user_id, is_active=True, approved_at__isnull=False).first()
    if member is None or not member.email:
        return
    board = TITLE.get()
    with in_language_of(member):
        subject = " ".join(f"[{board}] {gettext('Your application is accepted')}".split())
        text = TEXT.format(name=member.name, board=board)
    if settings.SITE_URL:
        text += f"\n{settings.SITE_URL}/sign-in/\n"
    send_mail(subject, text, None, [member.email])
