"""What pages of verval ask for, by subject."""
