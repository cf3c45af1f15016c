"""FluxBB's language: cut into tokens, matched, built into the tree."""
