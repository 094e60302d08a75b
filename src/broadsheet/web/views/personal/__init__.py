"""What the pages of one reader show."""
