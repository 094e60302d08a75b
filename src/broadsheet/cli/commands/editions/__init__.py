"""Commands around editions."""
