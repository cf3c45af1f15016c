"""What the pages of this room show."""

from areopagus.accounts.pages.members import (
    SORTS,
    MemberListPage,
    MemberPage,
    member_list,
    member_page,
)

__all__ = ["SORTS", "MemberListPage", "MemberPage", "member_list", "member_page"]
