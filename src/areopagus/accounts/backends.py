"""Signing in by name or mail, and loading the member of a request in one query."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.accounts.sessions import read_along


class MemberBackend(AuthenticationBackend):
    """allauth's, with our idea of when two names are the same, and the group loaded along."""

    def get_user(self, user_id: int) -> User | None:
        user = read_along(user_id) or (
            User.objects.select_related("group").filter(pk=user_id).first()
        )
        return user if user is not None and self.user_can_authenticate(user) else None

    def _authenticate_by_username(self, username: str, password: str) -> User | None:
        user = User.objects.filter(name_key=key_of(username)).first()
        checked: User | None = self._check_password(user, password)
        return checked
