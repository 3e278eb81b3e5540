"""Database steps of review."""
