"""What a member asks for, and takes back."""

from areopagus.leaving.actions.copies import ask_for_copy, hand_out
from areopagus.leaving.actions.farewells import ask_to_leave, stay, stay_by_link

__all__ = ["ask_for_copy", "ask_to_leave", "hand_out", "stay", "stay_by_link"]
