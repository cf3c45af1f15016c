"""What the health page reads off: each reading is a value in words, and what to do when it is not well."""
