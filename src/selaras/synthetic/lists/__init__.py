"""One module per kind of list: what the office exports, in its own layout."""
