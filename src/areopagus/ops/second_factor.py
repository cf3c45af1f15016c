"""`areopagus second-factor`: the way back in for whoever has lost their phone and their recovery codes."""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the member's name")
    parser.add_argument(
        "--remove",
        action="store_true",
        help="take codes, passkeys and recovery codes away; the password then is enough",
    )


def run(options: argparse.Namespace) -> int:
    from allauth.mfa.models import Authenticator

    from areopagus.accounts.models import User
    from areopagus.accounts.names import key_of

    member = User.objects.filter(name_key=key_of(options.name)).first()
    if member is None:
        sys.stderr.write(f"areopagus: nobody here is called {options.name}\n")
        return 1
    kept = Authenticator.objects.filter(user=member)
    kinds = ", ".join(sorted({a.get_type_display() for a in kept})) or "no second factor"
    sys.stdout.write(f"{member.name} has {kinds}.\n")
    if options.remove and kept.exists():
        kept.delete()
        sys.stdout.write("Taken away: the password alone is enough until they set up a new one.\n")
    return 0
