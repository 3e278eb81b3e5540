"""Editions of source files: brought, looked at, accepted, undone."""
