"""An invented old board to look at: `python bench/spam/make_board.py FOLDER ACCOUNTS`. Ada looks after it, as in the demo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("accounts", type=int)
    said = parser.parse_args()
    from areopagus.ops import folder as boards
    from areopagus.ops.command import _open_board

    boards.make(said.folder)
    _open_board(said.folder)
    _fill(said.accounts)


def _fill(accounts: int) -> None:
    from allauth.account.models import EmailAddress
    from old_board import build

    from areopagus.accounts.groups import with_role
    from areopagus.accounts.models import Group, User
    from areopagus.core.clock import now
    from areopagus.ops.demo import PASSWORD

    build(accounts)
    ada = User.objects.create_user(
        "Ada",
        "ada@example.org",
        PASSWORD,
        group=with_role(Group.Role.ADMINISTRATORS),
        registered_at=now(),
    )
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)


if __name__ == "__main__":
    main()
