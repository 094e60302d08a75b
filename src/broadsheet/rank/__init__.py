"""Pure functions from what is known of a paper to a score and its reasons."""
