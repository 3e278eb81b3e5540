"""The report of a run: figures counted from the output tables, drawn as laporan.html and laporan.xlsx."""
