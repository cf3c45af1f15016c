"""Core: what every room stands on. Verdicts, events, the clock, options, paging, the request.

Must not know any room above it.
"""
