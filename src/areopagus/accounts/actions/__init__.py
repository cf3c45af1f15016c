"""What happens to an account. Each action writes in one transaction and announces."""

from areopagus.accounts.actions.letters import write_to_member
from areopagus.accounts.actions.mail_trouble import letter_came_back, try_mail_again
from areopagus.accounts.actions.posting import count_post
from areopagus.accounts.actions.profile import remove_avatar, save_profile, set_avatar
from areopagus.accounts.actions.rules import accept_rules
from areopagus.accounts.actions.standing import begin_visit, end_session, wake

__all__ = [
    "accept_rules",
    "begin_visit",
    "count_post",
    "end_session",
    "letter_came_back",
    "remove_avatar",
    "save_profile",
    "set_avatar",
    "try_mail_again",
    "wake",
    "write_to_member",
]
