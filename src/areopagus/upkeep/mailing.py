"""Which settings mails are sent with, and what a mail server's answer means in words."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LONGEST_ANSWER = 300
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`kept` is how many mails lie in outbox/, where they go while no server is set."""

    sender: str
    is_sent: bool
    server: str
    security: str
    signs_in: bool
    kept: int


def settings_used() -> MailSettings:
    is_sent = settings.EMAIL_BACKEND == SMTP
    secured = "STARTTLS" if settings.EMAIL_USE_TLS else "TLS" if settings.EMAIL_USE_SSL else "none"
    return MailSettings(
        sender=settings.DEFAULT_FROM_EMAIL,
        is_sent=is_sent,
        server=f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if is_sent else "",
        security=secured,
        signs_in=bool(settings.EMAIL_HOST_USER),
        kept=sum(1 for _ in (Path(settings.BOARD) / "outbox").glob("*.eml")),
    )


def meaning_of(error: smtplib.SMTPException | OSError) -> str:
    """What went wrong and where to look. Never a password, not even when the server repeats it."""
    for kinds, words in MEANINGS:
        if isinstance(error, kinds):
            place = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
            said = words.format(sender=settings.DEFAULT_FROM_EMAIL, **place)
            return f"{said} {_answer(error)}".strip()
    return f"It could not be sent. {_answer(error)}".strip()


# The first that fits: special ones stand before those they are special cases of.
MEANINGS: tuple[tuple[type[Exception], str], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        "The mail server does not accept the name and password in smtp_user and smtp_password.",
    ),
    (smtplib.SMTPSenderRefused, "The mail server takes no letters from {sender} (mail_from)."),
    (smtplib.SMTPRecipientsRefused, "The mail server does not deliver to your address."),
    (smtplib.SMTPDataError, "The mail server did not take the letter."),
    (
        smtplib.SMTPNotSupportedError,
        (
            "The mail server does not offer what is asked of it: look at smtp_security, and whether it takes a name and "
            "password at this port."
        ),
    ),
    (
        smtplib.SMTPServerDisconnected,
        (
            "{host} ended the conversation at port {port}: perhaps smtp_security does not fit the port (465 wants "
            "“tls”, 587 “starttls”)."
        ),
    ),
    (smtplib.SMTPResponseException, "The mail server refused."),
    (
        ssl.SSLCertVerificationError,
        "The certificate of {host} is not one for that name, or nobody known has signed it.",
    ),
    (
        ssl.SSLError,
        "{host} does not speak TLS at port {port} in the way that smtp_security says.",
    ),
    (socket.gaierror, "There is no host called {host} (smtp_host), as far as this machine knows."),
    (TimeoutError, "{host} does not answer at port {port}; perhaps a firewall keeps mail in."),
    (ConnectionRefusedError, "Nobody takes mail on {host} at port {port} (smtp_port)."),
)


def _answer(error: Exception) -> str:
    """What the server said, in one line."""
    code, said = getattr(error, "smtp_code", None), getattr(error, "smtp_error", b"")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (None, b""))
    if code is None:
        return ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    words = " ".join(_without_secrets(text).split())[:LONGEST_ANSWER]
    return f"It said: {code} {words}"


def _without_secrets(text: str) -> str:
    for secret in (settings.EMAIL_HOST_PASSWORD, settings.EMAIL_HOST_USER):
        if secret:
            text = text.replace(secret, "…").replace(
                base64.b64encode(secret.encode()).decode(), "…"
            )
    return text
