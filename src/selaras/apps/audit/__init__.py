"""What was done, by whom, on what; append-only."""
