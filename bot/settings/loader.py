"""YAML in, checked settings out."""
