"""What happens to accounts, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.core.events import OnlyAdds


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """Something that pages show of a member: name, title, profile, group, ban."""

    user_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"member:{self.user_id}",)


@dataclass(frozen=True, slots=True)
class MemberWrote(OnlyAdds):
    """Their number of posts has grown."""

    user_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"member:{self.user_id}",)


@dataclass(frozen=True, slots=True)
class MemberPromoted:
    user_id: int
    from_group_id: int
    to_group_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"member:{self.user_id}",)


@dataclass(frozen=True, slots=True)
class MemberRegistered:
    user_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"member:{self.user_id}",)


@dataclass(frozen=True, slots=True)
class MemberWoke:
    """A dormant member has signed in."""

    user_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        return (f"member:{self.user_id}",)


@dataclass(frozen=True, slots=True)
class SessionRenewed:
    """It goes on under another key, because its member has set another password in it."""

    was: str
    key: str

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that is shown."""
        return ()
