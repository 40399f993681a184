"""Turns paths that a member typed, pasted or dropped into attached files."""
