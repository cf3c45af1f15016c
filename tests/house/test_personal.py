"""Whatever a table holds about people: the room says what becomes of it when they go, and what a copy tells of it."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, TextField

from areopagus.accounts.models import User
from areopagus.core.personal import Holding, holdings

# Of nobody in particular, each with its reason.
NOBODYS = {
    "contenttypes.ContentType": "Names of tables.",
    "auth.Permission": "Django's own, which nobody has here.",
    "auth.Group": "Django's own, which nobody is in.",
    "core.OptionValue": "What administrators have written for everybody.",
    "jobs.Job": "Emptied when it is done; letters on their way go (personal.py of their rooms).",
    "jobs.Periodic": "Names of jobs.",
    "jobs.Beat": "Names of machines.",
    "ledger.Batch": "Rewritten by leaving.ledger.",
    "ledger.Subject": "Numbers.",
    "ledger.Change": "Rewritten by leaving.ledger.",
    "uploads.Smiley": "Of the board.",
    "accounts.Group": "Of the board.",
    "accounts.RulesVersion": "Of the board.",
    "accounts.ReservedName": "A digest that only the board's key makes.",
    "boards.Category": "Of the board.",
    "boards.Forum": "Of the board.",
    "importers.Moved": "Where the old board lay.",
    "importers.KeptRow": "Digests of eight bytes.",
    "importers.KeptPost": "Digests of eight bytes.",
    "importers.KeptApart": "Numbers and names of columns.",
    "pagecache.ChangedKey": "Numbers.",
}
ABOUT_PEOPLE = re.compile(
    r"(^|_)(names?|mails?|emails?|addresses|address|ip|user_agent|password|key|avatar|location|website)$"
)
LONG = 200
MODELS = [model for model in apps.get_models() if model._meta.label not in NOBODYS]


def is_about_people(field: Field[object, object]) -> bool:
    """Leads to a member, is called like something of a person, or holds whatever somebody writes into it."""
    if field.is_relation:
        return field.related_model is User
    is_free = isinstance(field, TextField | JSONField) or (
        isinstance(field, CharField) and (field.max_length or 0) >= LONG and not field.choices
    )
    return is_free or bool(ABOUT_PEOPLE.search(field.name))


def held(model: type[Model]) -> list[Holding]:
    return [holding for holding in holdings() if holding.model is model]


def covered(holding: Holding) -> set[str]:
    """The columns of which it says what becomes of them."""
    if holding.goes and not holding.only:
        # The rows go; names of others in them are another matter.
        others = {f.name for f in holding.model._meta.fields if f.name.endswith("_by_name")}
        names = {f.name for f in holding.model._meta.fields} - others
    else:
        names = {holding.mine} if holding.sets and holding.mine in holding.sets else set()
    return names | {
        *(*holding.sets, *holding.names, *holding.texts, *holding.words, *holding.stays)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_about_people_is_spoken_for(model: type[Model]) -> None:
    """Say in the room's personal.py what becomes of it: `goes`, `sets`, `names`, `texts`, or why it `stays`.

    A table about nobody gets a line in NOBODYS above.
    """
    about = {field.name for field in model._meta.concrete_fields if is_about_people(field)}
    spoken_for = {name for holding in held(model) for name in covered(holding)}
    assert about - spoken_for - {"id"} == set()


def test_a_copy_tells_of_every_table_or_says_why_not() -> None:
    silent = [
        holding.model._meta.label
        for holding in holdings()
        if holding.mine and not (holding.file and holding.told) and not holding.untold
    ]
    assert silent == []
    files = [holding.file for holding in holdings() if holding.file]
    assert len(files) == len(set(files)), "Two tables would be one file"


@pytest.mark.parametrize(
    "holding", [one for one in holdings() if one.sets], ids=lambda one: one.model._meta.label
)
def test_a_row_that_is_rewritten_is_theirs_no_more(holding: Holding) -> None:
    """Else the job would find it again and again."""
    assert holding.goes or holding.mine in holding.sets or holding.model is User


def test_nobodys_tables_are_there() -> None:
    assert NOBODYS.keys() <= {model._meta.label for model in apps.get_models()}
