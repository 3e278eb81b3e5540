"""What verval decides without fetching anything: states, outcomes, who goes where, how findings are put together."""
