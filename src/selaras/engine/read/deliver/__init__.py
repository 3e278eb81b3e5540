"""From recognised sheets to records: code lists, the columns to take, and the frames, findings and lineage they give.

A source writes down which field of its sheets becomes which canonical column and which code list it is read with;
the steps that all sources share are here. `codes` reads answers, `words` holds the labels of the questionnaires,
`take` says how one column is read, `records` builds the tables.
"""
