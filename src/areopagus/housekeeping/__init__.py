"""Looking after the list of members: who sleeps, who is no person at all, and the way back for everybody.

Nothing about a member is deleted here; a state changes, in a batch that can be undone. What decides
is evidence that is computed from facts and shown in words. See docs/guides/housekeeping.md.
"""
