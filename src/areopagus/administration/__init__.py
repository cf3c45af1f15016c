"""Administration: setting a board up, and what its administrators change while it runs."""
