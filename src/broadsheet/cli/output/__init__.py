"""What commands print and write: text, JSON, progress, files."""
