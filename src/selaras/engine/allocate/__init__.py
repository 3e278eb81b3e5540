"""Who gets what: under budgets, quotas, exclusivities and floors of villages, near the best there is, with a price for everything scarce."""
