"""What drives the steps: the clock, the worker, the reload."""
