"""Which programme fits whom, and why: clauses as data, answered for one family or for a million, unknown kept apart from no."""
