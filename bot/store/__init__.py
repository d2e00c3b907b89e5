"""Where state lives: one set of queries on SQLite and PostgreSQL."""
