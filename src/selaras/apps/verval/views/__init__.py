"""Pages of verval, by subject."""
