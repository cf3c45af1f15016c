"""What is done in this room. What moderators do to topics and posts stands in boards.actions."""

from areopagus.moderation.actions.reports import claim, note, report, settle
from areopagus.moderation.actions.undoing import undo, undo_for

__all__ = ["claim", "note", "report", "settle", "undo", "undo_for"]
