"""Which rows of many lists are one person, which persons are one keluarga, why, and what a person should decide.

`run.link` is the door; `increment.add` links further rows to a registry; `comparison` says what is compared. The
method is told in docs/penjelasan/pemadanan.md.
"""
