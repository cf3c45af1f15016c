"""Claiming ghosts, and giving them back."""

from areopagus.homecoming.actions.linking import let_go, link
from areopagus.homecoming.actions.mailing import ask_by_mail, claim_by_mail

__all__ = ["ask_by_mail", "claim_by_mail", "let_go", "link"]
