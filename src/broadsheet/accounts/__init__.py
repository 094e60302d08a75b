"""Who reads: accounts, how they sign in, what they may do."""
