"""The first administrator and the first forums, made in one go with the one-time link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction

from areopagus.accounts import names, setup
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.accounts.taken_names import is_taken
from areopagus.boards import options, structure
from areopagus.boards.models import Category, Forum
from areopagus.boards.trusted_html import make_safe
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused

PRESET = """\
# About this board
News — what changes here
Introductions — who you are and what brings you here

# Talk
General — everything that has no forum of its own
Questions and answers
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """`forums` is one line a forum, "name — description"; a line with # begins a category."""

    title: str
    description: str
    name: str
    mail: str
    password: str
    forums: str


@transaction.atomic
def set_up(token: str, wishes: Wishes) -> User:
    """Makes the board somebody's. NotFound for a link that does not work (any more); Refused says what to change."""
    if not setup.is_valid(token):
        raise NotFound
    if is_taken(wishes.name):
        raise Refused("That name belongs to a member of this board already.")
    ada = User.objects.create_user(
        names.tidy(wishes.name),
        email=wishes.mail,
        password=wishes.password,
        group=with_role(Group.Role.ADMINISTRATORS),
        registered_at=now(),
        approved_at=now(),
    )
    # Whoever holds the link is trusted with the whole board, so with their own address too.
    EmailAddress.objects.create(user=ada, email=wishes.mail, verified=True, primary=True)
    options.TITLE.set(wishes.title)
    options.DESCRIPTION_HTML.set(make_safe(wishes.description))
    _make_forums(wishes.forums)
    setup.use_up_token()
    return ada


def read_forums(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Categories with their forums as (name, description); forums before any category stand in "Forums"."""
    category, forums = "Forums", list[tuple[str, str]]()
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            if forums:
                yield category, forums
            category, forums = line.lstrip("# ").strip() or "Forums", []
        else:
            name, _, description = line.partition("—")
            forums.append((name.strip(), description.strip()))
    if forums:
        yield category, forums


def _make_forums(text: str) -> None:
    for position, (category_name, forums) in enumerate(read_forums(text)):
        category = Category.objects.create(name=category_name, position=position)
        for place, (name, description) in enumerate(forums):
            Forum.objects.create(
                category=category,
                name=name,
                description=description,
                description_html=make_safe(description),
                position=place,
            )
    structure.forget()
