"""Lists of local offices: any sheet of people or families, by common headers or by a saved column mapping."""
