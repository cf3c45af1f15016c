"""Accounts: who a person is. Sign-up, sign-in, groups, profiles, preferences; and the Actor.

Public face: `actors` (who is asking), `actions` (what a person does with an account), `permissions`.
Must not know boards: no forum, no topic, no post.
"""
