"""BPS: published tables of figures by region and year. No persons."""
