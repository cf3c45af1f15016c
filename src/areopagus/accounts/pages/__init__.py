"""What the pages of this room show."""

from areopagus.accounts.pages.letters import LetterPage, letter_page
from areopagus.accounts.pages.members import (
    SORTS,
    MemberListPage,
    MemberPage,
    member_list,
    member_page,
)

__all__ = [
    "SORTS",
    "LetterPage",
    "MemberListPage",
    "MemberPage",
    "letter_page",
    "member_list",
    "member_page",
]
