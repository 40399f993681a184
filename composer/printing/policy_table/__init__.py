"""Prints the whole truth table of a policy: as text, CSV, JSON and as an HTML page."""
