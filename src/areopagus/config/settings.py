"""Django's settings, worked out from the board's folder and the environment."""

from __future__ import annotations

import os
from pathlib import Path

BOARD = Path(os.environ.get("AREOPAGUS_BOARD", "board")).resolve()

SECRET_KEY = os.environ.get("AREOPAGUS_SECRET_KEY", "only for tests and development")
# The board's own address; empty means "as the request came in".
SITE_URL = os.environ.get("AREOPAGUS_SITE_URL", "")
DEBUG = False
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "areopagus.core",
    "areopagus.ui",
    "areopagus.accounts",
    "areopagus.boards",
    "areopagus.moderation",
]

MIDDLEWARE = [
    "areopagus.boards.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "areopagus.accounts.middleware.ActorMiddleware",
    "areopagus.boards.middleware.MaintenanceMiddleware",
    "areopagus.core.http.RefusalsMiddleware",
]

ROOM_TEMPLATES = [
    Path(__file__).resolve().parents[1] / room / "templates"
    for room in ("ui", "accounts", "boards", "moderation")
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": ROOM_TEMPLATES,
        "OPTIONS": {
            "environment": "areopagus.ui.jinja.environment",
            "context_processors": ["areopagus.config.frame.frame"],
        },
    },
    {
        # Only for what third parties bring along and we do not replace.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BOARD / "board.sqlite3",
        "OPTIONS": {
            # Take the write lock when a transaction begins: SQLite has no SELECT ... FOR UPDATE.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "areopagus.config.urls"
WSGI_APPLICATION = "areopagus.config.wsgi.application"
STATIC_URL = "/static/"
CSRF_FAILURE_VIEW = "areopagus.ui.errors.csrf_failed"
USE_TZ = True
TIME_ZONE = "UTC"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SILENCED_SYSTEM_CHECKS: list[str] = []
