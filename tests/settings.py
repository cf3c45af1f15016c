"""The board's own settings, in a temporary folder, with a hasher that does not take its time."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_board = tempfile.mkdtemp(prefix="areopagus-test-board-")
atexit.register(shutil.rmtree, _board, ignore_errors=True)
os.environ["AREOPAGUS_BOARD"] = _board
# WhiteNoise warns when there is none, and a warning is an error here.
os.mkdir(f"{_board}/static")  # noqa: PTH102

from areopagus.config.settings import *  # noqa: F403
from areopagus.config.settings import DATABASES

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "areopagus.accounts.hashers.LegacyHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The board of a test need not outlive a power cut, and a disk takes its time.
DATABASES["default"].get("OPTIONS", {})["init_command"] = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
)
# In a file and not in memory, so that several processes can write at once, as on a board.
DATABASES["default"]["TEST"] = {"NAME": f"{_board}/test.sqlite3"}
if _address := os.environ.get("AREOPAGUS_TEST_DATABASE"):
    from urllib.parse import parse_qs, urlsplit

    _parts = urlsplit(_address)
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.path.lstrip("/") or "postgres",
        "USER": _parts.username or "",
        "PASSWORD": _parts.password or "",
        "HOST": _parts.hostname or parse_qs(_parts.query).get("host", [""])[0],
        "PORT": str(_parts.port or ""),
    }
