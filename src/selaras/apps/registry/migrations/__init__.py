"""Database steps of registry."""
