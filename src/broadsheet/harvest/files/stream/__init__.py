"""From a file to bounded pieces: bytes, lines, JSON items. Nothing here knows what a paper is."""
