"""Writes a message with lines longer than servers take anew, without changing what it says."""
