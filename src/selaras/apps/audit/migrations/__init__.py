"""Database steps of audit."""
