"""`areopagus mail-check`: whether mails of the board have what other mail servers want to see, and a test letter."""

from __future__ import annotations

import argparse
import ipaddress
import smtplib
import sys
from email.utils import parseaddr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="ADDRESS", default="", help="send a test letter there as well"
    )
    parser.add_argument(
        "--address",
        type=ipaddress.ip_address,
        help="the network address from which mails go out, where smtp_host does not tell",
    )
    parser.add_argument("--selector", help="the name of the DKIM key")
    parser.add_argument(
        "--dns",
        type=_name_server,
        metavar="HOST[:PORT]",
        help="ask this name server instead of the machine's own",
    )


def _name_server(text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    try:
        return str(ipaddress.ip_address(host)), int(port or 53)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not such as 192.0.2.53:53") from error


def run(options: argparse.Namespace) -> int:
    """1 when something should be done."""
    from django.conf import settings

    from areopagus.upkeep import mailing
    from areopagus.upkeep.mail_dns.asking import Names
    from areopagus.upkeep.mail_dns.readings import SELECTORS, Sender, readings

    used = mailing.settings_used()
    address = parseaddr(used.sender)[1]
    domain = address.rpartition("@")[2]
    if "." not in domain:
        sys.stderr.write(
            f"areopagus: {used.sender} is no address others can answer; set mail_from\n"
        )
        return 1
    if not used.is_sent:
        sys.stderr.write("areopagus: no mail server is set (smtp_host), so no mail goes out\n")
        return 1
    sys.stdout.write(f"Mails from {used.sender} by {used.server} ({used.security})\n\n")
    sender = Sender(
        domain=domain,
        server=settings.EMAIL_HOST,
        address=options.address,
        inbound=settings.INBOUND_MAIL.rpartition("@")[2],
        selectors=(options.selector,) if options.selector else SELECTORS,
    )
    is_well = True
    for reading in readings(Names(options.dns), sender):
        is_well &= reading.is_well
        mark = "ok  " if reading.is_well else "look"
        sys.stdout.write(f"{mark}  {reading.name}: {reading.value}\n")
        for line in filter(None, (reading.detail, reading.advice)):
            sys.stdout.write(f"      {line}\n")
    return 0 if _is_sent(options.to) and is_well else 1


def _is_sent(to: str) -> bool:
    if not to:
        return True
    from django.core.mail import EmailMessage
    from django.utils.translation import gettext

    from areopagus.accounts.mail_language import in_language_of
    from areopagus.upkeep import mailing

    with in_language_of(None):
        letter = EmailMessage(
            gettext("Do letters arrive?"),
            gettext(
                "This letter was sent by “areopagus mail-check”. Look at its headers: Authentication-Results says "
                "what your mail service thinks of it.\n"
            ),
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as error:
        sys.stdout.write(f"look  Test letter: {mailing.meaning_of(error)}\n")
        return False
    sys.stdout.write(f"ok    Test letter: the mail server has taken it to {to}\n")
    return True
