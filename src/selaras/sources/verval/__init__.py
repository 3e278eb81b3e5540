"""Findings of field work (verval), in the layout in which Selaras hands them from the field to the registry."""
