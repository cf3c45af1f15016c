"""Claiming ghosts, and giving them back; what people decide about them."""

from areopagus.homecoming.actions.deciding import accept, refuse
from areopagus.homecoming.actions.linking import let_go, link
from areopagus.homecoming.actions.mailing import ask_by_mail, claim_by_mail
from areopagus.homecoming.actions.pleading import ask_by_page, ask_by_word, dispute, look, withdraw
from areopagus.homecoming.actions.remembering import claim_by_password
from areopagus.homecoming.actions.vouching import take_back, vouch

__all__ = [
    "accept",
    "ask_by_mail",
    "ask_by_page",
    "ask_by_word",
    "claim_by_mail",
    "claim_by_password",
    "dispute",
    "let_go",
    "link",
    "look",
    "refuse",
    "take_back",
    "vouch",
    "withdraw",
]
