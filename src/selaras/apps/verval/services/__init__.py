"""Writes of verval, by subject."""
