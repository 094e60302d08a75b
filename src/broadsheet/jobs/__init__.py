"""Work that a running server does by itself."""
