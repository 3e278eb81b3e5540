"""From a file as it came to sheets, and from cell texts to typed columns.

`workbook.read` gives sheets, `profile.recognise` says what kind of file they are, `values` and `places` turn columns
of text into typed columns and say which values could not be read, `lineage` tells where each field came from.
"""
