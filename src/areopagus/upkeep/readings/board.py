"""The board itself: its backups, its mail, its address, what it is made of."""

from __future__ import annotations

import platform
from datetime import timedelta

import django
from django.conf import settings

from areopagus import __version__
from areopagus.core.clock import now
from areopagus.ui.jinja import filesize
from areopagus.upkeep import mailing, options
from areopagus.upkeep.backups import last_backup
from areopagus.upkeep.readings.database import name_and_version
from areopagus.upkeep.readings.reading import Reading
from areopagus.upkeep.readings.work import in_words

HOW = "“areopagus backup” makes one while the board runs; see the guide on backups."


def backup() -> Reading:
    """One query."""
    days = options.BACKUP_DAYS.get()
    last = last_backup()
    if last is None:
        advice = f"Make one, and let the machine make one every night. {HOW}" if days else ""
        return Reading("Last backup", "none by “areopagus backup”", advice)
    age = now() - last.at
    advice = ""
    if days and age > timedelta(days=days):
        advice = f"That is long ago. {HOW}"
    value = f"{in_words(age)} ago, {filesize(last.size)}"
    return Reading("Last backup", value, advice, last.name)


def mail() -> Reading:
    said = mailing.settings_used()
    if said.is_sent:
        return Reading("Mail", f"sent through {said.server}")
    return Reading(
        "Mail",
        f"not sent: {said.kept:,} in outbox/",
        "Set smtp_host in areopagus.toml. Without it nobody can confirm an address or replace a lost password.",
    )


def address() -> Reading:
    if settings.SITE_URL:
        return Reading("Address", settings.SITE_URL)
    return Reading(
        "Address",
        "not set",
        "Set site_url in areopagus.toml: feeds, mails and passkeys need it.",
    )


def versions() -> Reading:
    return Reading(
        "Versions",
        f"Areopagus {__version__}",
        detail=f"Python {platform.python_version()}, Django {django.__version__}, {name_and_version()}",
    )
