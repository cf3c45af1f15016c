"""Telling members by mail what they asked to be told: answers in topics, new topics in forums.

As in FluxBB there is no second mail about a topic until its reader has been here again.
"""
