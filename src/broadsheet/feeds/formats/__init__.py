"""The formats of feeds, each a function from a feed to bytes."""
