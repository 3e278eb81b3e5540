"""Pages of intake: bring files, look at one, act on it, editions."""
