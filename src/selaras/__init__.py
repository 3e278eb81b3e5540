"""Selaras: many lists of poor families in, one registry out. See ARCHITECTURE.md for the rooms."""
