"""The index on disk: what is in it, how texts are cut into words, where its files lie."""
