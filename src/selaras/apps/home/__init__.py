"""The first page of each person: what waits for them, what changed, how fresh the sources are."""
