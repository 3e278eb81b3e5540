"""What every page stands in: base templates, components, static files, access and messages."""
