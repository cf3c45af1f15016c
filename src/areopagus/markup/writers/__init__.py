"""The tree as HTML, as plain text, and as facts about it."""
