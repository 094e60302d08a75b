"""One file per command. A file imports at its top what its command needs; it is itself imported when called."""
