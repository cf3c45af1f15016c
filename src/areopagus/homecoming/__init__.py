"""Ghosts come home: posts without an account are joined to the member who shows that they wrote them.

What comes of a claim is a link between member and ghost and nothing else: no post is rewritten, and
taking the link away leaves everything as it was. See docs/guides/ghosts.md and decision 0040.
"""
