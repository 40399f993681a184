"""Edits a TOML document and keeps its comments, order and form."""
