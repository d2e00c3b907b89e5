"""One APScheduler: ticks, and holds no truth."""
