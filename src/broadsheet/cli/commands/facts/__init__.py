"""Commands about what papers say of themselves."""
