"""The pages and tables of `docs` that are generated."""
