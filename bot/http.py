"""The one door to the web: guarded, bounded, conditional."""
