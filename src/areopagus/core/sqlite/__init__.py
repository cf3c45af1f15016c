"""Django's SQLite, whose writers queue up and share what the disk takes: ENGINE in the settings."""
