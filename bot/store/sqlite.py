"""SQLite, the default."""
