"""Pagecache: a guest's page that was made before is answered from memory, before Django is asked.

And what else stands in front of the house: members go first, guests get what there is time for.

Its public face is `door.Door`, which stands in front of the house. What a page shows is noted by
whoever reads it (`core.shown`), what a deed changes is stamped by its events (`core.stamps`); this
room only puts the two together and must not know what topics or members are.
"""
