"""The old board once more: only what is new there or has changed is written here.

Three things are compared for every row: what stood here for it when it was last taken over (kept as digests,
`importers.models`), what would stand here if the newer dump moved in today (`shadow`), and what stands
here now. Whatever only the old board has changed is taken over; whatever somebody here has changed stays.
"""
