"""Work in threads that can be aborted, and for which nobody waits at the end."""
