"""Commands of one reader: follows, suggestions, ratings, saved papers."""
