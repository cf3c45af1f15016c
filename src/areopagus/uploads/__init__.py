"""Uploads: files and images, checked, made again from their pixels, kept and served safely.

Must not know who uploads them or where they are shown.
"""
