"""Article, summary and destination in, post out. Pure."""
