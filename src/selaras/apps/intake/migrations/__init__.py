"""Database steps of intake."""
