"""Where the lists disagree: dashboard, map, worklists, the padan round trip."""
