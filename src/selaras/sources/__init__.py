"""One folder per kind of file: which headers it has, which answers it prints, which records it becomes."""
