"""The lists that can be subscribed to, one file each family."""
