"""Where the links inside a post lead, for `markup`, which knows no addresses."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.accounts.models.user import address_of
from areopagus.accounts.names import key_of
from areopagus.accounts.taken_names import once_called
from areopagus.boards.models.post import post_address
from areopagus.core import moved

# Each name costs a look-up; a post that calls out more people than this is not writing to them.
MOST_MENTIONS = 20


class BoardLinks:
    """Implements markup.Links. Slugs are left out: a wrong or missing slug redirects."""

    def __init__(self) -> None:
        self._members: dict[str, str | None] = {}

    def member(self, name: str) -> str | None:
        key = key_of(name)
        if key not in self._members:
            if len(self._members) >= MOST_MENTIONS:
                return None
            here = User.objects.filter(name_key=key, is_active=True)
            once = once_called([key]).filter(member__is_active=True)
            row = here.values_list("id", "name").first()
            row = row or once.values_list("member_id", "member__name").first()
            self._members[key] = address_of(*row) if row else None
        return self._members[key]

    def topic(self, topic_id: int) -> str:
        return f"/topics/{topic_id}/"

    def post(self, post_id: int) -> str:
        return post_address(post_id)

    def forum(self, forum_id: int) -> str:
        return f"/forums/{forum_id}/"

    def member_by_id(self, member_id: int) -> str:
        return f"/members/{member_id}/"

    def rewrite(self, url: str) -> str:
        return moved.new_address(url)
