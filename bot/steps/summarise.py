"""Article in, one or two of its own sentences out. Pure."""
