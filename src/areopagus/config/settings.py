"""Django's settings, worked out from the board's folder, its areopagus.toml and the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from areopagus.core.catalogues import FOLDER
from areopagus.core.environment import read

# The board

BOARD = Path(os.environ.get("AREOPAGUS_BOARD", "board")).resolve()
_said = read(BOARD, os.environ)


def _secret_key() -> str:
    if _said.secret_key:
        return _said.secret_key
    try:
        return (BOARD / "secret.key").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        # Only a command that serves nobody runs without the file: `serve` makes it.
        return secrets.token_urlsafe(48)


SECRET_KEY = _secret_key()
SITE_URL = _said.site_url.rstrip("/")
TRUSTED_PROXIES = _said.trusted_proxies
THREADS = _said.threads
VALKEY_URL = _said.valkey_url
PURGE_URL, PURGE_HEADER = _said.purge_url, _said.purge_header
PAGE_CACHE_BYTES = _said.page_cache_megabytes * 1_000_000
DEBUG = False
# A request names any host; links use SITE_URL when it is set, and then only its host is answered.
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "*", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

# The house

ROOMS = (
    "core",
    "ui",
    "uploads",
    "accounts",
    "boards",
    "moderation",
    "housekeeping",
    "homecoming",
    "leaving",
    "antispam",
    "upkeep",
    "search",
    "notifications",
    "administration",
)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "areopagus.core",
    "areopagus.core.jobs",
    "areopagus.core.ledger",
    "areopagus.ui",
    "areopagus.uploads",
    "areopagus.accounts",
    "areopagus.boards",
    "areopagus.moderation",
    "areopagus.housekeeping",
    "areopagus.homecoming",
    "areopagus.leaving",
    "areopagus.antispam",
    "areopagus.upkeep",
    "areopagus.search",
    "areopagus.notifications",
    "areopagus.inbound",
    "areopagus.pagecache",
    "areopagus.importers",
]
MIDDLEWARE = [
    "areopagus.boards.middleware.HealthMiddleware",
    "areopagus.core.security.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "areopagus.core.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "areopagus.notifications.bell.BellMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "areopagus.accounts.middleware.ActorMiddleware",
    "areopagus.boards.robots.ContentUsageMiddleware",
    "areopagus.boards.middleware.MaintenanceMiddleware",
    "areopagus.administration.guard.GuardMiddleware",
    "areopagus.core.http.RefusalsMiddleware",
]
ROOT_URLCONF = "areopagus.config.urls"
WSGI_APPLICATION = "areopagus.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).resolve().parents[1] / room / "templates" for room in ROOMS],
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
USE_TZ = True
TIME_ZONE = "UTC"
# Of mails. Nothing chooses a language for pages.
LOCALE_PATHS = [FOLDER]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": _said.log_level.upper()},
    # What a visitor sent does not belong in a log; Django writes the address of every 404 there.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "areopagus": {"level": _said.log_level.upper()},
    },
}

# Data


# Each thread of a web process has a connection, and SQLite would keep 2 MB for each; the machine itself
# keeps the file in memory. An import or a check has one connection, and uses what it gets.
_SMALL_CACHE = " PRAGMA cache_size=-512;" if "AREOPAGUS_SERVED" in os.environ else ""


def _database(address: str) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "areopagus.core.sqlite",
            "NAME": BOARD / "board.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Take the write lock when a transaction begins: SQLite has no SELECT ... FOR UPDATE.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Full: what its writer has seen published is on the disk. See decisions 0018 and 0024.
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;{_SMALL_CACHE}",
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        # More threads than work at once; those that wait for their turn hold no connection.
        # What is asked for the sixth time is prepared, of queries whose values are told apart (`core.prepared`).
        "OPTIONS": {"pool": {"min_size": 4, "max_size": 8}, "prepare_threshold": 5},
    }


DATABASES = {"default": _database(_said.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because every web process must count the same attempts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "areopagus.core.jobs.backend.DatabaseBackend"}}
MEDIA_ROOT = BOARD / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = BOARD / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "areopagus.ui.staticfiles.BundledStaticFilesStorage"},
}
_largest = _said.upload_megabytes * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = _largest
# A thousand ticked boxes, and what stands around them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_200
FILE_UPLOAD_HANDLERS = [
    "areopagus.uploads.limits.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Visitors

IS_HTTPS = SITE_URL.startswith("https://")
SESSION_ENGINE = "areopagus.accounts.sessions"
SESSION_COOKIE_AGE = _said.session_days * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "areopagus.ui.errors.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
# Without https nobody gains anything by claiming it, and with https every visitor has it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0

# Mail

DEFAULT_FROM_EMAIL = _said.mail_from or f"board@{urlsplit(SITE_URL).hostname or 'localhost'}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "areopagus.core.outbox.OutboxBackend"
if _said.smtp_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _said.smtp_host, _said.smtp_port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _said.smtp_user, _said.smtp_password
    EMAIL_USE_TLS = _said.smtp_security == "starttls"
    EMAIL_USE_SSL = _said.smtp_security == "tls"
    EMAIL_TIMEOUT = 20

INBOUND_MAIL, INBOUND_SECRET = _said.inbound_mail, _said.inbound_secret
IMAP_HOST, IMAP_PORT, IMAP_SECURITY = _said.imap_host, _said.imap_port, _said.imap_security
IMAP_USER, IMAP_PASSWORD = _said.imap_user, _said.imap_password

# Push messages go to the open internet only, and to services whose certificates the machine trusts; tests say otherwise.
PUSH_TO_LOOPBACK, PUSH_AUTHORITIES = False, ""

# Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["areopagus.accounts.backends.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "areopagus.accounts.hashers.LegacyHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    }
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "areopagus.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "areopagus.accounts.forms.entrance.SignInForm",
    "signup": "areopagus.accounts.forms.entrance.RegisterForm",
    "reset_password": "areopagus.accounts.forms.entrance.ForgottenPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# As long as the other codes: many mail servers let a first letter from a stranger wait for some minutes.
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# A mail that says "you have no account here" would be sent to whomever somebody names.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = urlsplit(SITE_URL).hostname or "Areopagus"
# A browser gives passkeys to https only, and to the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
