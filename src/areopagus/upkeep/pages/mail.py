"""How mails are sent."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.upkeep import mailing, permissions
from areopagus.upkeep.mailing import MailSettings
from areopagus.upkeep.readings import work
from areopagus.upkeep.readings.reading import Reading


@dataclass(frozen=True, slots=True)
class MailPage:
    settings: MailSettings
    address: str
    worker: Reading
    failed: Reading


def mail_page(actor: Actor) -> MailPage:
    """Three queries."""
    permissions.insist_on_administrator(actor)
    address = actor.user.email if actor.user else ""
    count = work.failed_jobs().count()
    return MailPage(mailing.settings_used(), address, work.worker(), work.failed(count))
