"""Pages of accounts: mine; people and agencies; what each role may do."""
