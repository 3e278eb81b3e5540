"""Writes of intake: receive a file, read it, compare it, decide about it, keep the house clean."""
