"""Spam told from talk by words: trained here, on this board, by its own moderators. Pure Python; asks nobody.

`signs` makes of a text what can be counted, `weighing` counts it. It knows no member, no post, no database.
"""
