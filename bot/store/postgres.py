"""PostgreSQL, when one machine is outgrown."""
