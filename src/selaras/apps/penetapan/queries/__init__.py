"""Reads of penetapan, narrowed by the visibility rule."""
