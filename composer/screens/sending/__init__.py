"""The way from Send to the server as screens: questions, the warning, progress, and what was left undone."""
