"""HTML in, a tree out."""
