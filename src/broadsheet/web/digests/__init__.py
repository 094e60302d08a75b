"""Pages of digests: plans, a look at what would come, the archive."""
