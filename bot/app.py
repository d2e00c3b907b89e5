"""One page in; run by `python -m bot`."""
