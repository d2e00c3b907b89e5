"""Local stand-ins of the platforms, with pages that show each channel as readers see it."""
