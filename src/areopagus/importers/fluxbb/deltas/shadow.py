"""The newer dump as it would stand here if it moved in today: in a database of its own, without the posts.

The stages of an import fill it, so whatever they judge (names told apart, homes of posts, who is banned)
is judged once, in one place. Posts are read from the staging itself: they would only be copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from areopagus.core.remembered import Remembered
from areopagus.importers.fluxbb.moving import DRAFT_STAGES
from areopagus.importers.fluxbb.moving.context import Move

ALIAS = "shadow"
# The rooms whose tables an import fills.
ROOMS = ("core", "accounts", "boards", "moderation")
PRESET_GROUPS = "areopagus.accounts.migrations.0002_preset_groups"


@contextmanager
def shadow(move: Move, folder: Path) -> Iterator[None]:
    """While the block runs, `using("shadow")` asks that board. `move` must be a draft."""
    with TemporaryDirectory(prefix=".import-shadow-", dir=folder) as place:
        wrapper = _database(Path(place) / "shadow.sqlite3")
        connections[ALIAS] = wrapper
        try:
            with _standing_in(wrapper):
                _make_tables(wrapper)
                with transaction.atomic():
                    for stage in DRAFT_STAGES:
                        stage(move)
            yield
        finally:
            wrapper.close()
            del connections[ALIAS]


def _database(path: Path) -> DatabaseWrapper:
    said = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "OPTIONS": {
            # Nobody needs this file after a crash.
            "init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        },
    }
    return DatabaseWrapper(said, ALIAS)


@contextmanager
def _standing_in(wrapper: DatabaseWrapper) -> Iterator[None]:
    """Whoever asks this thread's database meanwhile gets the shadow."""
    own = connections["default"]
    connections["default"] = wrapper
    Remembered.forget_everything()
    try:
        yield
    finally:
        connections["default"] = own
        Remembered.forget_everything()


def _make_tables(wrapper: DatabaseWrapper) -> None:
    with wrapper.schema_editor() as editor:
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                editor.create_model(model)
        editor.create_model(EmailAddress)
        import_module(PRESET_GROUPS).create_groups(apps, editor)
    # Reports name posts, and those are not there.
    wrapper.disable_constraint_checking()
