"""A feed for every list: Atom, RSS 2.0 and JSON Feed 1.1."""
