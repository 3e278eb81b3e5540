"""Database steps of discrepancies."""
