"""Operations: the command line, and what it starts. Serving, demo, check, rendering, tests.

Nothing below knows this room.
"""
