"""Pages of one reader: suggestions, follows, saved papers."""
