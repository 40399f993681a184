"""The files that a member attaches to a message."""
