"""Claiming ghosts, and giving them back."""

from areopagus.homecoming.actions.linking import let_go, link
from areopagus.homecoming.actions.mailing import ask_by_mail, claim_by_mail
from areopagus.homecoming.actions.remembering import claim_by_password

__all__ = ["ask_by_mail", "claim_by_mail", "claim_by_password", "let_go", "link"]
