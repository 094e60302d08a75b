"""How alike papers are: by their rare terms, by their vectors, by their categories."""
