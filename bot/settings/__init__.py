"""The configuration file: its schema, its loader, what a change changes."""
