"""Boards: categories, forums, topics and posts, the heart of the house.

Public face: `actions` (what can be done), `pages` (what can be read), `events` (what has happened),
`permissions` (who may). Views and models are private to this room and to importers, which write in
bulk and then call `counts.rebuild`.
"""
