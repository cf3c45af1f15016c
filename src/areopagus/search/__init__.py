"""Finding what was written. One analyser of ours feeds the full text index of either database.

What somebody may not see is neither found, counted nor shown: candidates come from the index, and go
through `boards.permissions` before anything is made of them. See decision 0034.
"""
