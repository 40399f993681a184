"""Edits of other programs' configuration: shown before they are made, marked in the file, and removed on request."""
