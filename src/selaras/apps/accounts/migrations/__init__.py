"""Database steps of accounts."""
