"""One Django app per public task, in the order in which data travel."""
