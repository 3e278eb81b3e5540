"""Reads of verval, by subject."""
