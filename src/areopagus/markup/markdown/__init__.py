"""CommonMark with tables, footnotes and formulas, built into the tree."""
