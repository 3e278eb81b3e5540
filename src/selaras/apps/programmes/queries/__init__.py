"""Reads of programmes: rules and catalogue for everybody, facts of a family only for who may see that family."""
