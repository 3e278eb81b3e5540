"""Regions with both code systems, their history and boundaries; map pages and tiles."""
