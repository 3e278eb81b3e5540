"""Database, worker and server as one tree of processes: found, started, stopped, and repaired after a crash."""
