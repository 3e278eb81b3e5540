"""Writes of penetapan."""
