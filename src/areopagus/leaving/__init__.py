"""What members may ask of the board as people: a copy of what it keeps about them, and to be forgotten.

Only they themselves can ask, and nobody can hasten it. What is kept where the rooms say in `core.personal`; this
room reads it, and knows none of their tables. See docs/guides/privacy.md and decision 0041.
"""
