"""Uncertain links, decided by people."""
