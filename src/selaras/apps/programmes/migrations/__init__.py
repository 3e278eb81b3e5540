"""Database steps of programmes."""
