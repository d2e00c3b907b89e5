"""Commands of the operator, one file per group."""
