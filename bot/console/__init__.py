"""Health, metrics and pages for the operator."""
