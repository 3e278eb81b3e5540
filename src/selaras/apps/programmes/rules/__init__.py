"""What programmes decide without fetching anything: states, money that adds up, who may replace whom."""
