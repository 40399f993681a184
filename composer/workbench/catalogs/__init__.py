"""Extracts messages from the sources, merges them into the catalogs, and checks both."""
