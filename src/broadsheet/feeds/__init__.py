"""Every list as a feed: Atom, RSS 2.0 and JSON Feed 1.1, out of the same lists that pages show."""
