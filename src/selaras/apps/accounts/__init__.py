"""Agencies, people, the roles they hold and the regions they hold them for."""
