"""Lists that a member picks from or scrolls through."""
