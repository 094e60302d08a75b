"""Pages of what papers say of themselves: on the paper's page, by system and dataset, side by side."""
