"""The workshop: one folder per stage, tables in, tables out. `tables.py` is what the stages share."""
