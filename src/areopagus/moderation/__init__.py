"""Moderation: members point at what is wrong, moderators deal with it.

Listens to boards and is not known there; its link at the foot of a post comes through a slot.
"""
