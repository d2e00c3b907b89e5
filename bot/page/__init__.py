"""A page in HTML in, its fields out. Pure."""
