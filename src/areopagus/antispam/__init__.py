"""Where spammers do not pass: questions at the gate, what newcomers may do and when, what is held and why.

It holds and asks; it deletes nothing. No third party is asked anything. See docs/guides/door.md.
"""
