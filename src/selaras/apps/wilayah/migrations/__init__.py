"""Database steps of wilayah."""
