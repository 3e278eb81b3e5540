"""Rows of verval as pages show them, by subject."""
