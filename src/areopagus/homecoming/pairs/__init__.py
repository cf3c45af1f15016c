"""Deleted and registered again: who may be whom, offered to the member and shown to administrators.

Nothing comes of it by itself: the member claims the posts as anybody would, or says that it was not them.
"""
