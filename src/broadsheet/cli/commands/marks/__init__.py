"""Commands by which the reader marks papers."""
