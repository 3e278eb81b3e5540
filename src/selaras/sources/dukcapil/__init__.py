"""Dukcapil: the result of a padan request (sesuai or tidak sesuai, field by field) and a population extract of SIAK."""
