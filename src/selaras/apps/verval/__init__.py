"""Verval: families are visited, what was found comes back with its evidence, and nothing an officer found is written over."""
