"""Linked rows become one person and one keluarga: which value wins, field by field, and which row it stands in."""
