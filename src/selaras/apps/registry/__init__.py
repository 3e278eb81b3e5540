"""Persons and keluarga with the source of every value; search, export."""
