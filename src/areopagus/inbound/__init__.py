"""Mails that come in: answers become posts, letters that came back stop the mail.

They come to addresses that say by themselves what they are (`core.return_addresses`).
"""
