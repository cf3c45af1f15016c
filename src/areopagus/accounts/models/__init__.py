"""The nouns of this room."""

from areopagus.accounts.models.ban import Ban
from areopagus.accounts.models.former_name import FormerName
from areopagus.accounts.models.group import Group
from areopagus.accounts.models.invitation import Invitation
from areopagus.accounts.models.mail_trouble import MailTrouble
from areopagus.accounts.models.presence import Presence
from areopagus.accounts.models.reserved_name import ReservedName
from areopagus.accounts.models.rules import RulesVersion
from areopagus.accounts.models.session import Session
from areopagus.accounts.models.user import User

__all__ = [
    "Ban",
    "FormerName",
    "Group",
    "Invitation",
    "MailTrouble",
    "Presence",
    "ReservedName",
    "RulesVersion",
    "Session",
    "User",
]
