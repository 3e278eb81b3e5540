"""Pages of the registry: finding somebody, looking at them, what leaves a trace of its own."""
