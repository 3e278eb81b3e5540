"""Words of the templates: icons, menu, dates, numbers, money, regions."""
