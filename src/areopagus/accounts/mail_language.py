"""In which language a member is written to: theirs, else the board's. Pages stay English. See decision 0051."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf.locale import LANG_INFO
from django.utils import formats, translation

from areopagus.accounts import actors, options
from areopagus.accounts.models import User
from areopagus.core.catalogues import ENGLISH, LANGUAGES


@contextmanager
def in_language_of(user: User | None) -> Iterator[None]:
    """What is translated inside is for this reader; None: for somebody of whom nothing is known."""
    said = (user and user.mail_language) or options.MAIL_LANGUAGE.get()
    # The catalogue of a language may be gone since it was chosen.
    with translation.override(said if said in LANGUAGES else ENGLISH):
        yield


def day(at: datetime, user: User) -> str:
    """On the clock of its reader, such as "28. November 2026"; within `in_language_of`."""
    return formats.date_format(at.astimezone(actors.member(user).clock.zone), "DATE_FORMAT")


def name_of(language: str) -> str:
    """Its own, such as "Deutsch"; where Django knows none, the code."""
    return str(LANG_INFO.get(language, {}).get("name_local", language)).capitalize()
