"""What is known of each account: facts from its rows and its posts, weighed into signs and shields.

A *sign* speaks for spam, a *shield* for a person. Neither decides anything; `rules` does. What is not
known is None all the way through, and no rule takes "unknown" for "never".
"""
