"""Settings, root addresses and the WSGI door. The top floor: knows everything, decides nothing."""
