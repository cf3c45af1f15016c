"""Messages that reach a browser while no page of the board is open (RFC 8030), for those who asked for them.

See decision 0048. Nothing of a post goes out that a guest could not read.
"""
